// The figures of a brief as tables, in full precision, each a CSV file (RFC 4180).
import type { Brief } from '../lib/contract';

export type Cell = string | number | boolean | null;

export interface Table {
  name: string;
  title: string;
  columns: string[];
  rows: Cell[][];
}

// Of each row the fields that are named, in that order.
function table<T extends object>(name: string, title: string, rows: readonly T[], ...columns: (keyof T & string)[]): Table {
  const cell = (value: unknown): Cell => (Array.isArray(value) ? value.join('; ') : ((value ?? null) as Cell));
  return { name, title, columns, rows: rows.map((row) => columns.map((c) => cell(row[c]))) };
}

export function tables(brief: Brief): Table[] {
  const effects = brief.options.flatMap((o) => o.economies.map((e) => ({ ...e, option: o.id })));
  const sectors = brief.options.flatMap((o) => o.sectors.map((s) => ({ ...s, option: o.id })));
  const solves = [
    { id: 'status-quo', ...brief.status_quo.certificate },
    ...[...brief.options, ...brief.failed_options].map((o) => ({ id: o.id, ...o.certificate })),
  ];
  const leeway = brief.leeway;
  const payoffs = (brief.played?.outcomes ?? []).flatMap((o) =>
    o.payoffs.map((p, i) => ({ ...p, option: o.option, title: o.title, player: brief.played?.players[i]?.id ?? null, ends_here: o.option === brief.played?.ends_in })));
  const choices = (brief.played?.choices ?? []).map((c) => ({ ...c, musd: c.worth?.musd, low_musd: c.worth?.low_musd, high_musd: c.worth?.high_musd }));
  const drawn = (brief.draws?.figures ?? []).map((f) => ({ ...f, above_zero: f.above_zero?.value, draws: brief.draws?.certified, seed: brief.draws?.seed }));
  return [
    table('options', 'Options', effects.filter((e) => e.id === brief.economy.id), 'option', 'id', 'name', 'ev_musd', 'ev_low_musd',
      'ev_high_musd', 'sign', 'real_income_pct', 'real_wage_pct', 'tariff_revenue_musd', 'exports_pct', 'imports_pct',
      'terms_of_trade_musd', 'volume_musd'),
    table('leeway', 'Leeway', leeway ? [leeway] : [], 'reading', 'p_star', 'low', 'high', 'gain_musd', 'loss_musd', 'gain_pct', 'loss_pct'),
    table('draws', 'Draws', drawn, 'id', 'title', 'unit', 'mean', 'q05', 'q25', 'q50', 'q75', 'q95', 'above_zero', 'draws', 'seed'),
    table('outcomes', 'The threat, played out', payoffs, 'option', 'title', 'player', 'musd', 'low_musd', 'high_musd', 'pct', 'ends_here'),
    table('choices', 'Who would choose what', choices, 'player', 'step', 'acts', 'stays', 'takes', 'musd', 'low_musd', 'high_musd', 'cases', 'of'),
    table('cases', 'Cases of the range', leeway?.cases ?? [], 'name', 'elasticities', 'horizon', 'rates', 'reading', 'p_star', 'gain_musd',
      'loss_musd', 'certified'),
    table('odds', 'By chance of punishment', leeway?.odds ?? [], 'probability', 'expected_ev_musd', 'expected_pct'),
    table('assumptions-alone', 'Each assumption alone', leeway?.tornado ?? [], 'figure', 'assumption', 'measure', 'term', 'low_musd', 'low_at',
      'high_musd', 'high_at'),
    table('economies', 'All economies (map)', effects, 'option', 'id', 'name', 'ev_musd', 'ev_low_musd', 'ev_high_musd',
      'real_income_pct', 'real_wage_pct', 'exports_pct', 'imports_pct'),
    table('sectors', 'Sectors', sectors, 'option', 'id', 'name', 'output_musd', 'output_pct', 'value_added_musd'),
    table('rents', 'Rents', brief.rents, 'limit', 'importer_share', 'rent_musd', 'ev_musd', 'real_income_pct', 'certified'),
    table('partners', 'Trade partners', brief.exposure?.partners ?? [], 'id', 'name', 'exports_musd', 'exports_share', 'imports_musd',
      'imports_share'),
    table('status-quo', 'Status quo', brief.status_quo.against_base, 'id', 'name', 'ev_musd', 'real_income_pct'),
    table('measures', 'Measures', brief.ledger, 'id', 'title', 'by', 'on', 'goods', 'instrument', 'status', 'announced', 'effective',
      'confidence', 'solved', 'source'),
    table('assumptions', 'Assumptions', brief.assumptions, 'name', 'value', 'range', 'note'),
    table('certificates', 'Certificates', solves, 'id', 'certified', 'residual', 'market_clearing', 'walras', 'rent_accounting',
      'complementarity', 'newton', 'sweeps', 'method', 'failure'),
  ].filter((t) => t.rows.length > 0);
}

// A cell that a spreadsheet would take for a formula is kept text.
function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(of: Table): string {
  return [of.columns, ...of.rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}
