import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { readBrief } from '../src/lib/data';
import { source } from '../src/lib/links';
import { sample } from './sample';

function page(change: (brief: Record<string, any>) => void = () => {}): string {
  const brief = sample();
  change(brief);
  return render(App, { props: { loaded: readBrief(JSON.stringify(brief)) } }).body;
}

describe('the page', () => {
  test('holds its sections in order', () => {
    const html = page();
    const ids = [...html.matchAll(/<h2 id="([^"]+)"/g)].map((m) => m[1]);
    expect(ids).toEqual([
      'leeway', 'options', 'world', 'sectors', 'exposure', 'status-quo', 'assumptions', 'ledger', 'certificate', 'notes', 'data-sources',
    ]);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('says plainly that it holds no data', () => {
    expect(render(App, { props: { loaded: readBrief('__LEEWAY_DATA__') } }).body).toContain('This page holds no data');
  });

  test('shows what is wrong with the data', () => {
    expect(page((b) => (b['schema'] = 'other'))).toContain('leeway-brief-1');
  });

  test('survives a brief that has little to say', () => {
    const html = page((b) => {
      Object.assign(b, { event: null, exposure: null, assumptions: [], ledger: [], notes: [], data_sources: [], options: [] });
      b['leeway'] = { reading: 'no_move', p_star: null, low: null, high: null, cases: [] };
      b['status_quo'].against_base = [];
    });
    expect(html).toContain('n/a');
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('undefined');
  });

  test('the engine says what p* means, whatever the signs of gain and loss', () => {
    const corners = { never_pays: 'does not pay even if it goes unpunished', always_pays: 'pays even if it is punished', no_move: 'No move is on record' };
    for (const [reading, words] of Object.entries(corners)) {
      expect(page((b) => (b['leeway'].reading = reading))).toContain(words);
      expect(page((b) => Object.assign(b['leeway'], { gain_musd: -1, loss_musd: -1 }))).not.toContain(words);
    }
  });

  test('sets the record of threats beside the leeway', () => {
    const html = page();
    const at = html.indexOf('How often USA carried threats out');
    expect(at).toBeGreaterThan(html.indexOf('id="leeway"'));
    expect(at).toBeLessThan(html.indexOf('id="options"'));
    const record = html.slice(at, html.indexOf('</table>', at));
    for (const words of ['5 of 20', '10% to 46%', 'over a policy', '14 of 40', '1.2%', '0.42% to 3.0%']) expect(record).toContain(words);
    expect(html).toContain('the leeway is below that');
    const few = page((b) => {
      b['record'].all.few = true;
      b['record'].of_kind = null;
    });
    expect(few).toContain('of whatever kind (few)');
    expect(few).not.toContain('over a policy');
    expect(page((b) => (b['record'] = null))).not.toContain('carried threats out');
  });

  test('an economy without an event has no leeway to show', () => {
    const html = page((b) => {
      Object.assign(b, { event: null, leeway: null, options: [] });
    });
    expect(html).not.toContain('id="leeway"');
    expect(html).toContain('id="exposure"');
    expect(html).toContain('id="status-quo"');
  });

  test('a group is not ranked beside its members', () => {
    const html = page((b) => {
      for (const o of b['options']) o.economies.push({ ...o.economies[0], id: 'G7', name: 'Group of Seven', group: true, ev_musd: 9e9 });
    });
    const lists = html.slice(html.indexOf('Largest gains'), html.indexOf('All economies'));
    expect(lists).not.toContain('Group of Seven');
    expect(html).toContain('Group of Seven');
  });

  test('raises an uncertified option at the top', () => {
    const html = page((b) => (b['options'][1].certificate.certified = false));
    expect(html.indexOf('Not certified:')).toBeGreaterThan(0);
    expect(html.indexOf('Not certified:')).toBeLessThan(html.indexOf('<h2'));
    expect(html).toContain('1 of 5 equilibria');
  });

  test('tells of what failed and shows no figure of it', () => {
    const html = page((b) => {
      const [failed] = b['options'].splice(1, 1);
      failed.certificate = { ...failed.certificate, certified: false, residual: null, failure: 'no supplier of C29 is left for SGP' };
      b['failed_options'] = [{ id: failed.id, label: failed.label, certificate: failed.certificate, run_id: failed.run_id }];
      b['leeway'].failed_cases = [{ elasticities: 'CP', horizon: null, rates: 'default', option: failed.label, problem: 'not converged' }];
    });
    expect(html.indexOf('No answer:')).toBeGreaterThan(0);
    expect(html.indexOf('No answer:')).toBeLessThan(html.indexOf('<h2'));
    expect(html).toContain('no supplier of C29 is left for SGP');
    expect(html).toContain('1 of 5 equilibria');
    expect(html).toContain('CP, long run, default rates');
  });

  test('escapes text and links only http(s)', () => {
    const html = page((b) => {
      b['headline'] = '<img src=x onerror=alert(1)>';
      b['ledger'][0].source = ['javascript:alert(1)', 'data:text/html,x', 'https://example.org/"><script>'];
    });
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/href="(javascript|data):/);
    expect(html).not.toContain('"><script>');
  });
});

test('sources', () => {
  expect(source('https://www.example.org/a b')).toEqual({ href: 'https://www.example.org/a%20b', label: 'example.org' });
  expect(source('JavaScript:alert(1)')).toEqual({ href: null, label: 'JavaScript:alert(1)' });
  expect(source('Customs Tariff, s. 53')).toEqual({ href: null, label: 'Customs Tariff, s. 53' });
});
