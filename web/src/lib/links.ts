// Sources come from a ledger that anyone may extend: only http(s) addresses become links, all else stays text.
export interface Source {
  href: string | null;
  label: string;
}

export function source(text: string): Source {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { href: null, label: text };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { href: null, label: text };
  return { href: url.href, label: url.hostname.replace(/^www\./, '') };
}
