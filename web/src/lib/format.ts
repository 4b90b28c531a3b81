// Numbers as the page prints them: thousands separators, U+2212 for minus, about as many digits as mean something.

export const NOT_AVAILABLE = 'n/a';
const MINUS = '\u2212';
const NEARLY_ZERO = '\u2248\u20090'; // a value that is not zero must not print as zero

export type Maybe = number | null | undefined;

export function available(v: Maybe): v is number {
  return typeof v === 'number' && Number.isFinite(v);
}

// One formatter for each number of decimals: making one takes longer than a hundred uses, and a page has thousands.
const formatters = new Map<number, Intl.NumberFormat>();

function digits(v: number, decimals: number): string {
  let formatter = formatters.get(decimals);
  if (!formatter) {
    formatter = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formatters.set(decimals, formatter);
  }
  return formatter.format(v);
}

function signed(v: number, text: string, plus: boolean): string {
  return v < 0 ? MINUS + text : plus && v > 0 ? '+' + text : text;
}

export function fixed(v: Maybe, decimals: number, plus = false): string {
  if (!available(v)) return NOT_AVAILABLE;
  const text = digits(Math.abs(v), decimals);
  if (v !== 0 && !/[1-9]/.test(text)) return NEARLY_ZERO;
  return signed(v, text, plus);
}

function roundSignificant(v: number, significant: number): number {
  return v === 0 ? 0 : Number(v.toPrecision(significant));
}

// A model result in USD million: three significant digits, at most two decimals.
export function usd(v: Maybe, plus = false): string {
  if (!available(v)) return NOT_AVAILABLE;
  const r = roundSignificant(v, 3);
  const size = Math.abs(r);
  return fixed(size >= 100 ? r : v, size >= 100 || r === 0 ? 0 : size >= 10 ? 1 : 2, plus);
}

// A recorded figure in USD million: to the million, because nobody modelled it.
export function recordedUsd(v: Maybe): string {
  return available(v) ? fixed(v, Math.abs(v) >= 10 || v === 0 ? 0 : 1) : NOT_AVAILABLE;
}

// Decimals so that a column lines up and its smallest sizeable figure keeps two significant digits.
export function columnDecimals(values: readonly Maybe[], most = 3): number {
  const sizes = values.filter(available).map(Math.abs).filter((v) => v > 0);
  if (sizes.length === 0) return 0;
  const largest = Math.max(...sizes);
  const relevant = sizes.filter((v) => v >= largest / 100);
  const need = 1 - Math.floor(Math.log10(Math.min(...relevant)));
  return Math.min(most, Math.max(1, need));
}

// A figure in percent without its sign: 12.3, 1.05, 0.13, 0.013, 0.0031.
export function percentFigure(v: Maybe, plus = false): string {
  if (!available(v)) return NOT_AVAILABLE;
  const size = Math.abs(v);
  if (size === 0 || size >= 10) return fixed(v, size === 0 ? 0 : 1, plus);
  return fixed(v, Math.min(4, Math.max(2, 1 - Math.floor(Math.log10(size)))), plus);
}

export function percent(v: Maybe, plus = false): string {
  return available(v) ? percentFigure(v, plus) + '%' : NOT_AVAILABLE;
}

export function share(v: Maybe): string {
  return available(v) ? fixed(v * 100, 1) + '%' : NOT_AVAILABLE;
}

// A probability (0 to 1) as percent, two significant digits.
export function probability(p: Maybe): string {
  if (!available(p)) return NOT_AVAILABLE;
  if (p <= 0) return '0%';
  if (p >= 1) return '100%';
  const v = p * 100;
  if (v > 99.5) return '>99%';
  if (v < 0.001) return '<0.001%';
  const r = roundSignificant(v, 2);
  return fixed(r, r >= 10 ? 0 : 1 - Math.floor(Math.log10(r))) + '%';
}

// "about 1 in 83": easier to hold in mind than 1.2%.
export function oneIn(p: Maybe): string | null {
  if (!available(p) || p <= 0 || p > 0.5) return null;
  return `about 1 in ${digits(roundSignificant(1 / p, 2), 0)}`;
}

const SUPERSCRIPT: Record<string, string> = {
  '-': '⁻', '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
};

// A residual: 1.3 × 10⁻¹².
export function scientific(v: Maybe): string {
  if (!available(v)) return NOT_AVAILABLE;
  if (v === 0) return '0';
  const [mantissa = '', exponent = ''] = Math.abs(v).toExponential(1).split('e');
  const power = [...String(Number(exponent))].map((c) => SUPERSCRIPT[c] ?? c).join('');
  return signed(v, `${mantissa}\u00a0×\u00a010${power}`, false);
}

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];

// "2026-01-24" as "24 January 2026", "2026-01" as "January 2026"; a year and anything else pass through.
export function date(iso: string | null | undefined): string {
  if (!iso) return NOT_AVAILABLE;
  const m = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(iso);
  const month = m && MONTHS[Number(m[2]) - 1];
  return m && month ? `${m[3] ? `${Number(m[3])} ` : ''}${month} ${m[1]}` : iso;
}

export function countOf(n: number, singular: string, plural = singular + 's'): string {
  return `${digits(n, 0)} ${n === 1 ? singular : plural}`;
}

export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const fourDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

// An amount in units of its own: four significant digits.
export function quantity(v: Maybe): string {
  return available(v) ? fourDigits.format(v) : NOT_AVAILABLE;
}
