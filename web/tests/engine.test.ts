import { readFileSync } from 'node:fs';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { parseBrief } from '../src/lib/contract';
import { readBrief } from '../src/lib/data';

// What the engine writes of a small made-up world; its own tests hold this file to the program of the day.
const written = readFileSync(new URL('../../tests/cli/golden/brief.json', import.meta.url), 'utf8');

describe('a brief of the engine', () => {
  test('keeps the contract', () => {
    const brief = parseBrief(JSON.parse(written));
    expect(brief.economy.id).toBe('CAN');
    expect(brief.leeway?.reading).toBe('room');
    expect(brief.leeway?.cases.length).toBeGreaterThan(1);
    expect(brief.options.map((o) => o.id)).toEqual(['keep', 'punished', 'retaliate', 'drop']);
    expect(brief.options[1]?.instruments.length).toBeGreaterThan(0);
    expect(brief.options.every((o) => o.certificate.certified)).toBe(true);
  });

  test('is shown whole', () => {
    const html = render(App, { props: { loaded: readBrief(written) } }).body;
    expect(html).toContain('The leeway');
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('undefined');
  });
});
