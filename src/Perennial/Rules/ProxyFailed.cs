using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>Told when the app's proxy throws, before the app's error page is.</summary>
internal delegate void ProxyFailed(HttpContext context, Exception error);
