// The state that travels: JSON, deflated, in base64url. It comes from links and mails, so every part of it is checked
// and its size is bounded before and after it is inflated.
import { figure, optional, optionalText, record, text, ContractError, type Checked } from '../lib/schema';

export const STATE_VERSION = 1;
const MOST_TEXT = 16_000; // characters of a link
const MOST_JSON = 64_000; // bytes, inflated

const state = record({
  question: text, // TOML
  view: record({ option: optionalText }),
  probability: figure,
  pinned: optional(record({ question: text })),
});

export type State = Checked<typeof state> & { v: number };

export class StateError extends Error {}

// upgrades[n] makes version n + 2 of version n + 1.
export type Upgrade = (old: Record<string, unknown>) => Record<string, unknown>;
const UPGRADES: Upgrade[] = [];

export function upgraded(value: unknown, upgrades: readonly Upgrade[] = UPGRADES): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new StateError('it holds no state');
  const given = value as Record<string, unknown>;
  const version = given['v'];
  const latest = upgrades.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) throw new StateError('it names no version');
  if (version > latest) throw new StateError(`it was made by a later Leeway (state ${version}; this page knows ${latest})`);
  return upgrades.slice(version - 1).reduce<Record<string, unknown>>((s, step, i) => ({ ...step(s), v: version + i + 1 }), given);
}

function checked(value: unknown): State {
  const given = upgraded(value);
  try {
    const known = state(given, '');
    const p = known.probability;
    if (p !== null && !(p >= 0 && p <= 1)) throw new StateError('its chance of punishment is not between 0 and 1');
    return { v: STATE_VERSION, ...known };
  } catch (error) {
    if (error instanceof ContractError) throw new StateError(error.message);
    throw error;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, BufferSource>).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new StateError('it is too large');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function encodeState(value: State): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await through(json, new CompressionStream('deflate-raw'), Infinity);
  const binary = Array.from(bytes, (b) => String.fromCharCode(b)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

// Takes a bare state, "#s=…", or a whole link.
export async function decodeState(given: string): Promise<State> {
  const encoded = given.slice(given.lastIndexOf('#') + 1).replace(/\s+/g, '').replace(/^s=/, '');
  if (encoded === '') throw new StateError('there is none');
  if (encoded.length > MOST_TEXT) throw new StateError('it is too long');
  if (!/^[\w-]+$/.test(encoded)) throw new StateError('it has characters that no state has');
  let json: string;
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    json = new TextDecoder('utf-8', { fatal: true }).decode(await through(bytes, new DecompressionStream('deflate-raw'), MOST_JSON));
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError('it is damaged or cut short');
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new StateError('it is damaged or cut short');
  }
  return checked(value);
}
