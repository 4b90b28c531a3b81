import { describe, expect, test } from 'vitest';
import { decodeState, encodeState, StateError, upgraded, type State } from '../src/live/state';

const STATE: State = {
  v: 1,
  question: 'economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-2026-CA-THREAT"\n\n[set]\n"US-2026-CA-THREAT.rate" = "50%"\n',
  view: { option: 'punished' },
  probability: 0.031,
  pinned: { question: 'economy = "CAN"\n' },
};

async function deflated(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
}

async function refusal(text: string): Promise<string> {
  const error = await decodeState(text).then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(StateError);
  return (error as Error).message;
}

describe('the state that travels', () => {
  test('comes back as it went, short enough to mail', async () => {
    const text = await encodeState(STATE);
    expect(text).toMatch(/^[\w-]+$/);
    expect(text.length).toBeLessThan(400);
    expect(await decodeState(text)).toEqual(STATE);
  });

  test('a whole link, a bare hash and broken lines of a mail are read too', async () => {
    const text = await encodeState(STATE);
    expect(await decodeState(`https://example.org/live.html?embed=map#s=${text}`)).toEqual(STATE);
    expect(await decodeState(`#${text.slice(0, 20)}\r\n ${text.slice(20)}`)).toEqual(STATE);
  });

  test('one letter off, cut short or not a state at all is refused in words', async () => {
    const text = await encodeState(STATE);
    for (let i = 0; i < text.length; i += 7) {
      const other = text[i] === 'A' ? 'B' : 'A';
      const got = await decodeState(text.slice(0, i) + other + text.slice(i + 1)).catch((e: unknown) => e);
      // A letter may change a word inside the text; then it is a state all the same.
      if (!(got instanceof StateError)) expect(got).toHaveProperty('v', 1);
    }
    expect(await refusal(text.slice(0, text.length / 2))).toBe('it is damaged or cut short');
    expect(await refusal('')).toBe('there is none');
    expect(await refusal('<script>')).toBe('it has characters that no state has');
    expect(await refusal(await deflated('no JSON'))).toBe('it is damaged or cut short');
    expect(await refusal(await deflated('[1]'))).toBe('it holds no state');
  });

  test('every field is checked', async () => {
    const broken = (part: object) => deflated(JSON.stringify({ ...STATE, ...part })).then(refusal);
    expect(await broken({ question: 7 })).toBe('question: expected text, found 7');
    expect(await broken({ probability: 1.5 })).toContain('not between 0 and 1');
    expect(await broken({ probability: 'high' })).toContain('probability: expected a number or null');
    expect(await broken({ pinned: {} })).toBe('pinned.question: expected text, found nothing');
    expect(await broken({ view: null })).toBe('view: expected an object, found null');
  });

  test('what is too long is refused, and what would be when inflated', async () => {
    expect(await refusal('A'.repeat(20_000))).toBe('it is too long');
    const bomb = await deflated(JSON.stringify({ ...STATE, question: 'a'.repeat(5_000_000) }));
    expect(bomb.length).toBeLessThan(16_000);
    expect(await refusal(bomb)).toBe('it is too large');
  });

  test('a later version is refused, an earlier one is brought up step by step', async () => {
    expect(await refusal(await deflated(JSON.stringify({ ...STATE, v: 2 })))).toBe(
      'it was made by a later Leeway (state 2; this page knows 1)',
    );
    expect(await refusal(await deflated(JSON.stringify({ ...STATE, v: 'x' })))).toBe('it names no version');
    const steps = [(s: Record<string, unknown>) => ({ ...s, b: 2 }), (s: Record<string, unknown>) => ({ ...s, c: Number(s['b']) + 1 })];
    expect(upgraded({ v: 1, a: 1 }, steps)).toEqual({ v: 3, a: 1, b: 2, c: 3 });
    expect(upgraded({ v: 2, b: 5 }, steps)).toEqual({ v: 3, b: 5, c: 6 });
  });
});
