// Perennial in the browser: gets a page shortly before it is asked for, and notices when another deployment answers.
// Page loads stay page loads. Loaded by <PerennialScripts />, which says in data attributes what this script should know.

const HEADER = 'x-deployment-id';
const HOVER = 65;      // Milliseconds: who passes over a link on the way to another one is gone by then.
const GOOD_FOR = 5000; // What was got ahead is as old as that at most; a visitor must not see an old page after a change.
const BUDGET = 20;     // Links in view, for each page load.

const { perennial: mode, deploymentId: mine } = document.querySelector('script[data-perennial]').dataset;
const asked = new Set();
let speculates = HTMLScriptElement.supports?.('speculationrules');
let rules, rulesFor, ending, waiting, changed;

// Of two answers of one site, each may come from another deployment while servers are being replaced.
function isOther(response) {
  const theirs = response.headers.get(HEADER);
  if (!mine || !theirs || theirs === mine) return false;
  if (!changed) {
    changed = true;
    forget();
    dispatchEvent(new CustomEvent('perennial:deployment', { detail: { mine, theirs } }));
  }
  return true;
}

function forget() {
  clearTimeout(ending);
  rules?.remove(); // The browser drops what it got by them.
  rules = rulesFor = null;
}

/** The address to get ahead, or nothing when that could do harm or is of no use. */
function addressOf(link, wish) {
  const say = link.dataset.prefetch;
  const { saveData, effectiveType = '' } = navigator.connection ?? {};
  if (changed || saveData || /2g/.test(effectiveType)) return;
  if (say === 'false' || (wish === 'view' && say !== 'view' && (mode !== 'view' || say))) return;
  if (wish === 'hover' && mode === 'none' && !say) return;
  if (link.origin !== location.origin || link.hasAttribute('download')) return;
  if (link.target && link.target !== '_self') return;
  if (/\b(nofollow|external)\b/i.test(link.rel)) return;
  if (/(^|[^a-z])(log|sign)[-_]?(out|off)([^a-z]|$)/i.test(link.pathname + link.search)) return;
  if (link.pathname === location.pathname && link.search === location.search) return; // a place on this page
  return link.pathname + link.search + link.hash; // Chromium takes what it got only for the very same address.
}

// A document got by speculation rules is there at once when the link is followed. Got by fetch it still costs a 304.
function speculate(address) {
  if (rulesFor === address) return;
  forget();
  rules = document.createElement('script');
  rules.type = 'speculationrules';
  rules.textContent = JSON.stringify({
    tag: 'perennial',
    prefetch: [{ urls: [address], eagerness: 'immediate', ...(mine && { tag: mine }) }],
  });
  rulesFor = address;
  document.head.append(rules);
  ending = setTimeout(forget, GOOD_FOR);
}

async function warm(address) {
  if (asked.has(address) || asked.size >= BUDGET) return;
  asked.add(address);
  try {
    const response = await fetch(address, {
      headers: { [HEADER]: mine ?? '', accept: 'text/html', purpose: 'prefetch' },
      priority: 'low',
      redirect: 'manual',
    });
    if (isOther(response) || !response.ok) await response.body?.cancel();
    else await response.arrayBuffer(); // Only what is read to its end is kept by the browser.
  } catch {
    // Nobody has asked for it yet.
  }
}

function soon(event) {
  const link = event.target.closest?.('a[href]');
  if (!(link instanceof HTMLAnchorElement) || event.button > 0) return;
  const address = addressOf(link, 'hover');
  if (!address) return;
  clearTimeout(waiting);
  // blazor.web.js would fetch it: it has no use for a document that was got for a page load.
  waiting = setTimeout(() => (speculates && !window.Blazor ? speculate(address) : warm(address)), event.type === 'pointerover' ? HOVER : 0);
}

function watchViews() {
  const observer = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      const address = addressOf(target, 'view');
      if (address) warm(address);
    }
  });
  const look = () => document.querySelectorAll('a[href]').forEach(link => addressOf(link, 'view') && observer.observe(link));
  look();
  let isDue;
  new MutationObserver(() => {
    isDue ??= setTimeout(() => { isDue = null; look(); }, 200);
  }).observe(document.body, { childList: true, subtree: true });
}

// Enhanced navigation puts a new page into the old document. With an answer of another deployment that would be half of
// each, so the page is loaded whole. blazor.web.js would do that itself when an answer does not allow it, but not for an
// address with a fragment. The answer to a form is left alone: the form has done its work, and must not do it twice.
function loadWhole(address) {
  const to = new URL(address, document.baseURI);
  if (to.pathname + to.search === location.pathname + location.search) location.reload(); // blazor.web.js has pushed it
  else location.assign(to);
  return new Promise(() => {}); // Nobody goes on in this document.
}

function isEnhanced(input, init) {
  const headers = new Headers(init?.headers ?? input?.headers);
  const method = init?.method ?? input?.method ?? 'GET';
  return method.toUpperCase() === 'GET' && headers.get('accept')?.includes('blazor-enhanced-nav=on');
}

if (mine) {
  const plainFetch = window.fetch;
  window.fetch = function (input, init) {
    return plainFetch.apply(this, arguments)
      .then(response => (isEnhanced(input, init) && isOther(response) ? loadWhole(input?.url ?? input) : response));
  };
}

// A policy that allows no rules costs a message in the console, once.
addEventListener('securitypolicyviolation', event => {
  if (rules && event.blockedURI === 'inline' && event.effectiveDirective.startsWith('script-src')) {
    speculates = false;
    forget();
  }
});
addEventListener('pointerover', soon, { passive: true });
addEventListener('pointerout', () => clearTimeout(waiting), { passive: true });
addEventListener('pointerdown', soon, { passive: true });
addEventListener('submit', forget);
addEventListener('pagehide', forget);
if (mode === 'view' || document.querySelector('a[data-prefetch="view"]')) watchViews();
