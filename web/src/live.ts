import { mount } from 'svelte';
import workerSource from 'virtual:worker-source';
import './app.css';
import App from './App.svelte';
import { readBrief } from './lib/data';
import Page from './live/components/Page.svelte';
import { embedded } from './live/embed';
import type { Parts, Port } from './live/engine';
import './live/live.css';
import { Live, type Host } from './live/live.svelte';

const PLACEHOLDER = /^__[A-Z_]+__$/;

// What a slot of the file holds; empty where nothing was put in.
function slot(id: string): string {
  const text = document.getElementById(id)?.textContent?.trim() ?? '';
  return PLACEHOLDER.test(text) ? '' : text;
}

function savedState(): { state: string; handles: string } {
  try {
    const saved = JSON.parse(slot('leeway-state') || '{}') as { state?: unknown; handles?: unknown } | null;
    return { state: typeof saved?.state === 'string' ? saved.state : '', handles: JSON.stringify(saved?.handles ?? []) };
  } catch {
    return { state: '', handles: '' };
  }
}
const saved = savedState();

const missing = ['WebAssembly', 'Worker', 'CompressionStream'].filter((name) => !(name in window));

function parts(): Parts | null {
  const [engine, glue, bundle] = [slot('leeway-engine'), slot('leeway-glue'), slot('leeway-bundle')];
  if (!engine || !glue || !bundle || missing.length > 0) return null;
  const address = URL.createObjectURL(new Blob([glue, '\n', workerSource], { type: 'text/javascript' }));
  return { engine, bundle, spawn: () => new Worker(address) as Port };
}

// Other anchors are places on the page.
const linked = () => (location.hash.startsWith('#s=') ? location.hash : '');
const hosted = location.protocol === 'http:' || location.protocol === 'https:';
// The history holds the states, so that Back works from a file too; only a hosted page shows them in its address.
const place = (text: string) => (hosted ? `${location.pathname}${location.search}#s=${text}` : undefined);
const host: Host = {
  hosted,
  link: linked(),
  saved: saved.state,
  handles: saved.handles,
  absence: missing.length > 0 ? `this browser has no ${missing.join(', no ')}` : 'this file holds no engine',
  push: (text, position) => history.pushState({ text, position }, '', place(text)),
  replace: (text, position) => history.replaceState({ text, position }, ''),
};

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app element');
const json = slot('leeway-data');
const loaded = readBrief(json);
target.replaceChildren();
if (loaded.state !== 'ready') {
  mount(App, { target, props: { loaded } });
} else {
  const live = new Live(loaded.brief, json, parts(), host);
  mount(Page, { target, props: { live, figure: embedded(location.search) } });
  addEventListener('popstate', ({ state }: PopStateEvent) => {
    if (state && typeof state.text === 'string') void live.travel(state.text, Number(state.position));
  });
  addEventListener('hashchange', () => {
    if (history.state === null && linked()) void live.arrive(linked());
  });
  void live.start();
}
