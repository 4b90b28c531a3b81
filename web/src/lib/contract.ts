// The contract with the solver. Probabilities are decimals, `_pct` fields percent, `_musd` fields USD
// million at base-year prices; null is not available. Fields that are not named here are ignored.
import {
  amount, ContractError, figure, flag, listOf, mapOf, oneOf, optional, optionalList, optionalText, record, text, type Checked,
} from './schema';

export const SCHEMA = 'leeway-brief-1';

const named = { id: text, name: text };

const certificate = record({
  certified: flag,
  residual: figure,
  market_clearing: figure,
  walras: figure,
  rent_accounting: figure,
  complementarity: figure,
  newton: figure,
  sweeps: figure,
  method: optionalText,
  failure: optionalText,
  warnings: optionalList(text),
});

const economyEffect = record({
  ...named,
  group: optional(flag), // a sum over members, listed beside them
  ev_musd: figure,
  ev_low_musd: figure,
  ev_high_musd: figure,
  sign: optionalText, // gain, loss, none, not identified, not told: of the range
  real_income_pct: figure,
  real_wage_pct: figure,
  tariff_revenue_musd: figure,
  exports_pct: figure,
  imports_pct: figure,
  terms_of_trade_musd: figure,
  volume_musd: figure,
});

const sectorEffect = record({ ...named, output_musd: figure, output_pct: figure, value_added_musd: figure });

// A quota, price floor or commitment: what it limits and who holds its rent.
const instrument = record({
  measure: text,
  regime: text,
  premium: figure,
  quantity: figure,
  limit: figure,
  unit: optionalText,
  rent_musd: figure,
  rent_to: optionalText,
});

const option = record({
  id: text,
  label: text,
  description: optionalText,
  measures: optionalList(text),
  economies: listOf(economyEffect),
  sectors: optionalList(sectorEffect),
  instruments: optionalList(instrument),
  certificate,
  run_id: optionalText,
});

// An option of which there is no figure: its solve failed.
const failedOption = record({ id: text, label: text, certificate, run_id: optionalText });

// A case of the range of which there is no figure, and why.
const failedCase = record({ name: optionalText, elasticities: text, horizon: figure, rates: text, option: optionalText, problem: optionalText });

// The move unpunished, when importers hold this share of the rents that it creates.
const rentOutcome = record({
  limit: optionalText, // "as written", or cut so that it binds
  importer_share: figure,
  rent_musd: figure,
  ev_musd: figure,
  real_income_pct: figure,
  certified: flag,
});

// What the probability of punishment says of the move: it pays up to p*, not even unpunished, even punished, or
// there is no move to weigh. The engine decides; the page words it.
const reading = oneOf('room', 'never_pays', 'always_pays', 'no_move');

const leewayCase = record({
  name: optionalText, // what differs from the central case
  elasticities: text,
  horizon: figure, // years; null: the long run
  rates: text,
  reading,
  p_star: figure,
  gain_musd: figure,
  loss_musd: figure,
  certified: flag,
});

// What one assumption moves, all others at the centre.
const swing = record({
  figure: oneOf('gain', 'loss'),
  assumption: text,
  label: optionalText,
  measure: optionalText,
  term: optionalText,
  low_musd: figure,
  low_at: text,
  high_musd: figure,
  high_at: text,
});

// Threats of one maker, and how many became acts: the share with its 95% interval (Jeffreys).
const threatCount = record({
  label: text,
  made: figure,
  carried_out: figure,
  share: figure,
  low: figure,
  high: figure,
  few: flag, // too few for the share to say much
});

// What an outcome or a choice is worth to a player; its range over the cases.
const worth = { musd: figure, low_musd: figure, high_musd: figure };

// The threat played out: what each outcome is worth to each player, and what each would do at its turn.
const played = record({
  players: listOf(record({ ...named, role: optionalText })),
  outcomes: listOf(
    record({ option: text, title: text, payoffs: listOf(record({ ...worth, pct: figure })) }), // a payoff for each player, in their order
  ),
  // In the order of play; takes: what the player would do at the centre, even: neither is worth more.
  choices: optionalList(
    record({
      player: text,
      step: optionalText, // move, carry_out, answer
      acts: optionalText,
      stays: optionalText,
      worth: optional(record(worth)),
      takes: oneOf('stays', 'acts', 'even'),
      cases: figure,
      of: figure,
      words: text, // with the cases in which it is so
    }),
  ),
  ends_in: optionalText, // an outcome's option, of the central case
  ends: optionalList(record({ option: text, cases: amount })), // of all cases
  of: figure,
  words: optionalText, // where it ends, with the cases in which it does
  caveat: optionalText,
});

// Figures over many draws of what is assumed, with their quantiles.
const draws = record({
  count: amount,
  certified: amount,
  seed: amount,
  id: text,
  figures: listOf(
    record({
      id: text,
      title: text,
      unit: text, // USD million, percent
      mean: figure,
      q05: figure,
      q25: figure,
      q50: figure,
      q75: figure,
      q95: figure,
      above_zero: optional(record({ value: figure, low: figure, high: figure })), // share of the draws, with its interval
      // Of the leeway: draws in which the move never pays (0), and always (1).
      never: optional(record({ value: figure, low: figure, high: figure })),
      always: optional(record({ value: figure, low: figure, high: figure })),
    }),
  ),
  assumed: optionalList(record({ name: text, text: optionalText })),
});

const ledgerEntry = record({
  id: text,
  title: optionalText,
  by: text,
  on: optionalList(text),
  goods: optionalList(text),
  instrument: optionalText,
  asked: optionalText, // the Measure in one line
  status: optionalText,
  because: optionalText,
  announced: optionalText,
  effective: optionalText,
  source: optionalList(text),
  confidence: optionalText,
  note: optionalText,
  solved: flag,
});

const brief = record({
  schema: text,
  run_id: text,
  version: text,
  world: record({ name: text, title: optionalText, base_year: figure }),
  as_of: text,
  known_by: optionalText,
  economy: record({ ...named, members: optionalList(text) }), // members: of a group
  event: optional(
    record({
      id: text,
      title: optionalText,
      by: optionalText,
      on: optionalList(text),
      announced: optionalText,
      note: optionalText,
      source: optionalList(text),
      confidence: optionalText,
    }),
  ),
  // What the move consists of, where it has more than one part; lifted: a Measure that it ends.
  move_parts: optionalList(record({ measure: text, title: optionalText, lifted: flag, musd: figure })),
  headline: text,
  subline: optionalText,
  // Over how many cases the figures are told; null in them where welfare is not told, and why.
  range: optional(record({ kind: text, certified: figure, of: figure, text })),
  welfare_not_told: optional(record({ reason: text, text })),
  // Absent without an event: then the brief is status quo and exposure.
  leeway: optional(
    record({
      reading,
      p_star: figure,
      low: figure,
      high: figure,
      gain_musd: figure,
      loss_musd: figure,
      gain_pct: figure,
      loss_pct: figure,
      cases: optionalList(leewayCase),
      failed_cases: optionalList(failedCase),
      tornado: optionalList(swing),
      odds: optionalList(record({ probability: figure, expected_ev_musd: figure, expected_pct: figure })),
      break_even_note: optionalText,
      definition: optionalText,
    }),
  ),
  // How often threats like the event were carried out; absent where its maker made no other.
  record: optional(record({ by: text, of_kind: optional(threatCount), all: threatCount, text })),
  played: optional(played),
  draws: optional(draws),
  options: listOf(option),
  failed_options: optionalList(failedOption),
  rents: optionalList(rentOutcome),
  status_quo: record({
    certificate,
    run_id: optionalText,
    tariff_faced_pct: mapOf(figure),
    against_base: optionalList(record({ ...named, ev_musd: figure, real_income_pct: figure })),
  }),
  exposure: optional(
    record({
      year: figure,
      source: optionalText,
      exports_musd: figure,
      imports_musd: figure,
      partners: optionalList(
        record({ ...named, exports_musd: figure, exports_share: figure, imports_musd: figure, imports_share: figure }),
      ),
      poles: optional(record({ exports: mapOf(figure), imports: mapOf(figure) })),
      concentration_exports_hhi: figure,
    }),
  ),
  assumptions: optionalList(record({ name: text, value: optionalText, range: optionalText, note: optionalText })),
  ledger: optionalList(ledgerEntry),
  notes: optionalList(text),
  data_sources: optionalList(record({ block: text, text: optionalText })),
});

export type Brief = Checked<typeof brief>;
export type Leeway = NonNullable<Brief['leeway']>;
export type ThreatCount = Checked<typeof threatCount>;
export type ThreatRecord = NonNullable<Brief['record']>;
export type Played = Checked<typeof played>;
export type Payoff = Played['outcomes'][number]['payoffs'][number];
export type Draws = Checked<typeof draws>;
export type DrawnFigure = Draws['figures'][number];
export type Option = Checked<typeof option>;
export type EconomyEffect = Checked<typeof economyEffect>;
export type FailedOption = Checked<typeof failedOption>;
export type FailedCase = Checked<typeof failedCase>;
export type Reading = Checked<typeof reading>;
export type LeewayCase = Checked<typeof leewayCase>;
export type Swing = Checked<typeof swing>;
export type RentOutcome = Checked<typeof rentOutcome>;
export type LedgerEntry = Checked<typeof ledgerEntry>;
export type Certificate = Checked<typeof certificate>;
export type Exposure = NonNullable<Brief['exposure']>;

export function parseBrief(value: unknown): Brief {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['schema'] : undefined;
  if (given !== SCHEMA) {
    const found = typeof given === 'string' ? `"${given}"` : 'no schema name';
    throw new ContractError(
      `This page reads "${SCHEMA}" and found ${found}. Write the brief again with the program that ships with this page.`,
    );
  }
  return withoutRangeOfOne(brief(value, ''));
}

// One case is no range: its ends are the central case again.
function withoutRangeOfOne(given: Brief): Brief {
  if (given.range?.of !== 1) return given;
  const { kind, text } = given.range;
  const why = kind === 'none' ? text : `There is one ${kind === 'sets' ? 'set of trade elasticities' : 'case'}, so that no range is told.`;
  const told = (words: string) => (text ? words.replace(text, why) : words);
  const ends = { ev_low_musd: null, ev_high_musd: null };
  return {
    ...given,
    range: null,
    subline: told(given.subline),
    notes: given.notes.map(told),
    leeway: given.leeway && { ...given.leeway, low: null, high: null },
    options: given.options.map((o) => ({ ...o, economies: o.economies.map((e) => ({ ...e, ...ends })) })),
  };
}

export function effectOn(option: Option, economy: string): EconomyEffect | undefined {
  return option.economies.find((e) => e.id === economy);
}

// A group stands beside its members in the lists of economies; a ranking must not count both.
export function single(economies: readonly EconomyEffect[]): EconomyEffect[] {
  return economies.filter((e) => !e.group);
}
