declare const process: { readonly env: Record<string, string | undefined> }
interface ImportMeta { readonly env: Record<string, string | undefined> }
