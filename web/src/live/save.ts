import type { Handle } from './answer';

// The page as a file again, with its present state and answer inside: what a colleague opens, drags and sends back.
const fill = (page: Element, id: string, text: string) => {
  const slot = page.querySelector(`#${id}`);
  if (!slot) throw new Error(`the page has no #${id}`);
  slot.textContent = text;
};

export function savedCopy(page: Document, brief: string, state: string, handles: readonly Handle[]): string {
  const copy = page.documentElement.cloneNode(true) as Element;
  // A brief holds text of anyone's; in a script element no < may stand.
  fill(copy, 'leeway-data', brief.replaceAll('<', '\\u003c'));
  fill(copy, 'leeway-state', JSON.stringify({ state, handles }).replaceAll('<', '\\u003c'));
  // Where no script runs the copy shows the answer as it stands, without what only a script can move.
  const app = copy.querySelector('#app');
  for (const idle of app?.querySelectorAll('[data-live], .screen-only, button, [popover]') ?? []) {
    if (idle.matches('button')) idle.replaceWith(...idle.childNodes);
    else idle.remove();
  }
  for (const fold of app?.querySelectorAll('details') ?? []) fold.setAttribute('open', '');
  return `<!doctype html>\n${copy.outerHTML}\n`;
}
