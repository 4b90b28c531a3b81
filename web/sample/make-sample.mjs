// Writes brief.sample.json: invented numbers in the shape of the contract, for work on the page.
// No figure here is an estimate of anything.
import { writeFileSync } from 'node:fs';

let state = 20260124;
const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
const around = (x, spread = 0.5) => Number((x * (1 + spread * (2 * random() - 1))).toPrecision(4));

const NAMES = `AGO Angola|ARE United Arab Emirates|ARG Argentina|AUS Australia|AUT Austria|BEL Belgium|BGD Bangladesh|BGR Bulgaria
BLR Belarus|BRA Brazil|BRN Brunei Darussalam|CAN Canada|CHE Switzerland|CHL Chile|CHN China|CIV Côte d'Ivoire|CMR Cameroon
COD Congo (DR)|COL Colombia|CRI Costa Rica|CYP Cyprus|CZE Czechia|DEU Germany|DNK Denmark|EGY Egypt|ESP Spain|EST Estonia
FIN Finland|FRA France|GBR United Kingdom|GRC Greece|HKG Hong Kong, China|HRV Croatia|HUN Hungary|IDN Indonesia|IND India
IRL Ireland|ISL Iceland|ISR Israel|ITA Italy|JOR Jordan|JPN Japan|KAZ Kazakhstan|KHM Cambodia|KOR Korea|LAO Lao PDR
LTU Lithuania|LUX Luxembourg|LVA Latvia|MAR Morocco|MEX Mexico|MLT Malta|MMR Myanmar|MYS Malaysia|NGA Nigeria|NLD Netherlands
NOR Norway|NZL New Zealand|PAK Pakistan|PER Peru|PHL Philippines|POL Poland|PRT Portugal|ROU Romania|ROW Rest of the world
RUS Russian Federation|SAU Saudi Arabia|SEN Senegal|SGP Singapore|STP São Tomé and Príncipe|SVK Slovakia|SVN Slovenia|SWE Sweden
THA Thailand|TUN Tunisia|TUR Türkiye|TWN Chinese Taipei|UKR Ukraine|USA United States|VNM Viet Nam|ZAF South Africa`
  .split(/[|\n]/)
  .map((s) => ({ id: s.slice(0, 3), name: s.slice(4) }));

const SECTORS = `A01 Crops and animal production|B06 Oil and gas extraction|C10T12 Food, drink and tobacco|C16 Wood|C17_18 Paper and printing
C19 Refined petroleum|C20 Chemicals|C21 Pharmaceuticals|C22 Rubber and plastics|C24A Basic iron and steel|C24B Non-ferrous metals
C25 Metal products|C26 Electronics|C27 Electrical equipment|C28 Machinery|C29 Motor vehicles|C30 Other transport equipment|SERV Services`
  .split(/[|\n]/)
  .map((s) => ({ id: s.slice(0, s.indexOf(' ')), name: s.slice(s.indexOf(' ') + 1) }));

const certificate = (extra = {}) => ({
  certified: true, residual: around(2e-12), market_clearing: around(3e-13), walras: around(8e-16), rent_accounting: 0,
  newton: 4, sweeps: 41, method: 'newton-krylov', failure: '', warnings: [], ...extra,
});

function option(id, label, description, measures, canada, world, sectors) {
  return {
    id, label, description, measures, run_id: `sample-${id}`,
    economies: NAMES.map(({ id: iso, name }) => {
      const home = iso === 'CAN';
      const usa = iso === 'USA';
      const pct = home ? canada : usa ? canada / 9 : Number(((random() - 0.35) * world).toPrecision(3));
      const ev = home ? canada * 20000 : usa ? (canada / 9) * 200000 : pct * around(4000, 0.9);
      return {
        id: iso, name, ev_musd: around(ev, 0.02), ev_low_musd: ev - Math.abs(ev) * 0.4, ev_high_musd: ev + Math.abs(ev) * 0.5,
        real_income_pct: pct, real_wage_pct: around(pct * 1.3, 0.2), tariff_revenue_musd: around(ev * -0.12),
        exports_pct: around(pct * 6, 0.3), imports_pct: around(pct * 5, 0.3),
        terms_of_trade_musd: around(ev * 0.7, 0.1), volume_musd: around(ev * 0.3, 0.1),
      };
    }),
    sectors: SECTORS.map((s) => {
      const pct = Number(((random() - 0.6) * sectors).toPrecision(3));
      return { ...s, output_musd: around(pct * 900, 0.6), output_pct: pct, value_added_musd: around(pct * 300, 0.6) };
    }),
    certificate: certificate(),
  };
}

const partners = [
  ['USA', 'United States', 400000, 0.7, 300000, 0.5], ['CHN', 'China', 23000, 0.04, 66000, 0.11], ['GBR', 'United Kingdom', 14000, 0.025, 7000, 0.012],
  ['JPN', 'Japan', 12000, 0.021, 13000, 0.022], ['MEX', 'Mexico', 7000, 0.012, 35000, 0.058], ['KOR', 'Korea', 5500, 0.0096, 11000, 0.018],
  ['DEU', 'Germany', 5200, 0.0091, 18000, 0.03], ['NLD', 'Netherlands', 5100, 0.0089, 4000, 0.0067], ['IND', 'India', 4000, 0.007, 6000, 0.01],
  ['FRA', 'France', 3300, 0.0058, 6100, 0.01], ['BEL', 'Belgium', 3000, 0.0053, 3000, 0.005], ['VNM', 'Viet Nam', 800, 0.0014, 9700, 0.016],
].map(([id, name, x, xs, m, ms]) => ({ id, name, exports_musd: x, exports_share: xs, imports_musd: m, imports_share: ms }));

// Payoffs of the players of the invented threat, from the options themselves.
const PLAYERS = [['CAN', 'Canada', 'threatened'], ['USA', 'United States', 'threatener'], ['CHN', 'China', 'partner']];
const outcome = (o) => ({
  option: o.id, title: o.label,
  payoffs: PLAYERS.map(([id]) => {
    const e = o.economies.find((one) => one.id === id);
    return { musd: e.ev_musd, low_musd: e.ev_low_musd, high_musd: e.ev_high_musd, pct: e.real_income_pct };
  }),
});
const playedOut = (options) => ({
  players: PLAYERS.map(([id, name, role]) => ({ id, name, role })),
  outcomes: options.map(outcome),
  choices: [
    { player: 'USA', step: 'carry_out', acts: 'punished', stays: 'keep', worth: { musd: -2360, low_musd: -3300, high_musd: -1200 }, takes: 'stays', cases: 6, of: 6, words: 'Punishing costs the United States an invented USD 2.4 bn a year, so it would not, in 6 of 6 cases.' },
    { player: 'CAN', step: 'move', acts: 'keep', stays: 'drop', worth: { musd: 318, low_musd: 150, high_musd: 480 }, takes: 'acts', cases: 5, of: 6, words: 'Canada, knowing this, keeps the invented deal, in 5 of 6 cases.' },
  ],
  ends_in: 'keep', ends_cases: 5, of: 6, ends: [{ option: 'keep', cases: 5 }, { option: 'drop', cases: 1 }],
  words: 'Played out, the invented deal is kept and goes unpunished, in 5 of 6 cases.',
  caveat: 'Each player is taken to want what is told here and nothing else.',
});

const sample = {
  schema: 'leeway-brief-1', run_id: '0000000000000000000000000sample0', version: '0.1.0',
  world: { name: 'sample', title: 'Sample world of invented numbers', base_year: 2023 }, as_of: '2026-01-24', known_by: '2026-01-24',
  economy: { id: 'CAN', name: 'Canada' },
  event: {
    id: 'SAMPLE-THREAT', title: 'Sample: a threatened tariff on all goods', by: 'USA', on: ['CAN'], announced: '2026-01-24',
    note: 'Invented for the sample page.', source: ['https://example.org/sample-threat', 'a source without an address'], confidence: 'A',
  },
  headline: 'Sample with invented numbers: the deal pays only while the chance of punishment stays below 1.2%',
  subline: 'Across the invented cases the threshold runs from 0.4% to 3.0%; it hangs mostly on the elasticities.',
  leeway: {
    reading: 'room', p_star: 0.012, low: 0.0042, high: 0.03, gain_musd: 256, loss_musd: 21100, gain_pct: 0.0128, loss_pct: 1.05,
    cases: [
      ['FGO', 'default', 0.012, 256, 21100, true], ['FGO', 'statutory', 0.0095, 256, 26700, true],
      ['CP', 'default', 0.0206, 410, 19500, true], ['CP', 'statutory', 0.03, 640, 20700, false],
      ['GYY', 'default', 0.0061, 150, 24400, true], ['GYY', 'statutory', 0.0042, 112, 26600, true],
    ].map(([elasticities, rates, p_star, gain_musd, loss_musd, certified]) => ({ elasticities, rates, reading: 'room', p_star, gain_musd, loss_musd, certified })),
    odds: [0.01, 0.02, 0.05, 0.1, 0.25, 0.5].map((p) => {
      const ev = (1 - p) * 256 - p * 21100;
      return { probability: p, expected_ev_musd: Math.round(ev), expected_pct: ev / 20000 };
    }),
    break_even_note: 'Invented: the punished deal would be worth the status quo if the threat were a tariff of 0.9%.',
    definition: 'p* = G / (G + L): G is what the move gains if it goes unpunished, L what it loses if it is punished, each against the status quo.',
  },
  record: {
    by: 'USA', itself_left_out: true,
    of_kind: { kind: 'policy', label: 'over a policy', made: 20, carried_out: 5, share: 0.25, low: 0.1, high: 0.46, few: false },
    all: { kind: null, label: 'of whatever kind', made: 40, carried_out: 14, share: 0.35, low: 0.22, high: 0.5, few: false },
    text: 'Of 20 invented threats like this 5 were carried out, 25% (10 to 46%); the leeway is below that, 1.2%.',
  },
  options: [
    option('keep', 'Keep the deal, no punishment', 'The deal stands and the threat stays a threat.', ['SAMPLE-DEAL'], 0.0128, 0.004, 0.4),
    option('punished', 'Keep the deal, threat carried out', 'The deal stands and the threatened tariff takes effect.', ['SAMPLE-DEAL', 'SAMPLE-THREAT'], -1.05, 0.05, 9),
    option('drop', 'Drop the deal', 'The deal is given up and the threat lapses.', [], -0.0031, 0.002, 0.2),
    option('retaliate', 'Keep, punished, and retaliate', 'The tariff takes effect and is answered at the same rate.', ['SAMPLE-DEAL', 'SAMPLE-THREAT', 'SAMPLE-ANSWER'], -1.32, 0.06, 11),
  ],
  status_quo: {
    certificate: certificate(), run_id: 'sample-status-quo', tariff_faced_pct: { USA: 10.2, CHN: 8.4 },
    against_base: NAMES.map((n) => ({ ...n, ev_musd: around(-900, 1.4), real_income_pct: around(-0.2, 1.4) })),
  },
  exposure: {
    year: 2023, source: 'Invented, in the shape of recorded goods trade', exports_musd: 571000, imports_musd: 600000, partners,
    poles: { exports: { USA: 0.7, CHN: 0.04, rest: 0.26 }, imports: { USA: 0.5, CHN: 0.11, rest: 0.39 } }, concentration_exports_hhi: 0.494,
  },
  assumptions: [
    { name: 'closure', value: 'share', range: 'share, balanced, own', note: 'Deficits keep their share of world income.' },
    { name: 'elasticities', value: 'FGO', range: 'FGO, CP, GYY', note: 'Three invented sets by sector.' },
    { name: 'rates', value: 'default', range: 'default, statutory', note: 'How the tariff rates in force are estimated.' },
  ],
  ledger: [
    { id: 'SAMPLE-DEAL', title: 'Sample deal on cars and canola', by: 'CAN', on: ['CHN'], goods: ['C29', 'A01'], instrument: 'tariff_rate_quota', status: 'announced', because: 'announced on 2026-01-16, effective on 2026-03-01', announced: '2026-01-16', effective: '2026-03-01', source: ['https://example.org/deal'], confidence: 'A', note: '', solved: true },
    { id: 'SAMPLE-THREAT', title: 'Sample threat on all goods', by: 'USA', on: ['CAN'], goods: ['goods'], instrument: 'tariff', status: 'threatened', because: 'typed as a threat, no effective date', announced: '2026-01-24', effective: null, source: ['https://example.org/threat', 'javascript:alert(1)'], confidence: 'B', note: 'A source that is not an address of the web stays text, <b>as does markup</b>.', solved: true },
    { id: 'SAMPLE-TALKS', title: 'Sample talks that the model does not solve', by: 'USA', on: ['CAN', 'MEX'], goods: ['*'], instrument: 'licence', status: 'under_investigation', because: 'an investigation without an outcome', announced: '2025-11-02', effective: null, source: [], confidence: 'C', note: 'Recorded only.', solved: false },
  ],
  notes: ['Every number on this page is invented. It exists so that the page can be worked on without the solver.'],
  data_sources: [{ block: 'flows', text: 'invented' }, { block: 'tariffs', text: 'invented' }],
};

sample.played = playedOut(sample.options);
sample.draws = {
  count: 2000, certified: 1998, seed: 1, id: '00000000000000000000000000draws0',
  figures: [
    { id: 'gain', title: 'What the move brings unpunished', unit: 'USD million', mean: 281, q05: -40, q25: 150, q50: 262, q75: 390, q95: 640, above_zero: { value: 0.93, low: null, high: null } },
    { id: 'loss', title: 'What the punishment costs', unit: 'USD million', mean: 21900, q05: 15100, q25: 18800, q50: 21300, q75: 24600, q95: 30400, above_zero: { value: 1, low: null, high: null } },
    { id: 'p_star', title: 'The leeway p*', unit: 'percent', mean: 1.3, q05: 0, q25: 0.7, q50: 1.2, q75: 1.8, q95: 2.9, above_zero: { value: 0.93, low: null, high: null } },
  ],
  assumed: [
    { name: 'trade elasticities', text: 'Each around its estimate with an invented error.' },
    { name: 'coverage of SAMPLE-DEAL', text: 'Even between 2% and 6%, <b>invented</b>.' },
  ],
};

writeFileSync(new URL('brief.sample.json', import.meta.url), JSON.stringify(sample, null, 1) + '\n');
