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
      'leeway', 'draws', 'options', 'played', 'world', 'sectors', 'exposure', 'status-quo', 'assumptions', 'ledger', 'certificate', 'notes', 'data-sources',
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

  test('plays the threat out: every outcome for everyone, who would choose what, and the end in words', () => {
    const html = page();
    const section = html.slice(html.indexOf('id="played"'), html.indexOf('id="world"'));
    expect(section.match(/data-outcome=/g)).toHaveLength(4);
    expect(section.match(/<button/g)).toHaveLength(4 * 3);
    expect(section.match(/it ends here in 5 of 6 cases/g)).toHaveLength(1);
    expect(section.match(/it ends here in 1 of 6 cases/g)).toHaveLength(1);
    expect(section.indexOf('it ends here in 5')).toBeLessThan(section.indexOf('data-outcome="punished"'));
    const [first, second] = ['so it would not', 'knowing this, keeps'].map((words) => section.indexOf(words));
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first!);
    for (const words of ['so it would not, in 6 of 6 cases.', 'kept and goes unpunished, in 5 of 6 cases.', 'partner of the deal']) expect(section).toContain(words);
    expect(section).toContain('Each player is taken to want');
    expect(section).toMatch(/title="\u2212[\d,]+ USD million \(\u2212[\d,]+ to \u2212[\d,]+; \u22121.05% of real income\)"/);
    expect(section).toContain('>Canada, Keep the deal, threat carried out: </span>');
  });

  test('an outcome without an option to show has no button; one case is no count; without a threat nothing is played', () => {
    const html = page((b) => {
      b['options'] = b['options'].filter((o: { id: string }) => o.id !== 'drop');
      b['played'].words = 'Played out, it is kept.';
      for (const c of b['played'].choices) c.words = 'It would not.';
      for (const o of b['played'].outcomes) for (const p of o.payoffs) Object.assign(p, { low_musd: null, high_musd: null, musd: o.option === 'retaliate' ? null : p.musd });
      Object.assign(b['played'], { ends_in: null, of: 1 });
    });
    const section = html.slice(html.indexOf('id="played"'), html.indexOf('id="world"'));
    expect(section.match(/<button/g)).toHaveLength(3 * 3);
    expect(section).toContain('n/a');
    expect(section).not.toMatch(/cases|ends here|NaN|undefined|null/);
    expect(page((b) => Object.assign(b['played'], { of: 1 }))).toContain('the play ends here');
    expect(page((b) => (b['played'] = null))).not.toContain('played out');
  });

  test('shows the draws as bands, in a table and in words, with what was assumed', () => {
    const html = page();
    const section = html.slice(html.indexOf('id="draws"'), html.indexOf('id="options"'));
    for (const words of ['2,000 draws', '1,998 have a certified answer', 'did not fail at random', 'Seed 1', 'trade elasticities', '&lt;b>invented']) expect(section).toContain(words);
    expect(section).toContain('The leeway p*: the median of the draws is 1.20%; half of them lie from 0.70% to 1.80%, nine in ten from 0% to 2.90%.');
    expect(section).toContain('93.0%');
    expect(section).not.toContain('91.8%');
    expect(section.match(/data-drawn=/g)).toHaveLength(3);
    const certain = page((b) => {
      b['draws'].certified = 2000;
      b['draws'].figures = [{ id: 'gain', title: 'Gain', unit: 'USD million', q50: 0, above_zero: { value: 0.93, low: 0.918, high: 0.941 } }];
    });
    expect(certain).toContain('All 2,000 draws have a certified answer.');
    expect(certain).toContain('(91.8% to 94.1%)');
    expect(certain).not.toMatch(/NaN|undefined/);
    const none = page((b) => Object.assign(b['draws'], { certified: 1, figures: [] }));
    expect(none).toContain('1 have a certified answer, too few for a figure.');
    expect(none).not.toContain('>Band<');
    expect(page((b) => (b['draws'] = null))).not.toContain('id="draws"');
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
