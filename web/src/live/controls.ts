// How a term of a Measure is shown on a slider and written back into a question.
import type { Brief } from '../lib/contract';
import { niceCeil } from '../lib/scales';
import type { Handle } from './answer';
import type { Setting } from './question';

const TERMS: Record<string, string> = {
  rate: 'rate of duty',
  quota: 'quota',
  in_quota: 'rate within the quota',
  over_quota: 'rate beyond the quota',
  price: 'lowest price',
  cap: 'cap',
  cap_share: 'share of the cap',
  coverage: 'share of the goods covered',
  cost: 'cost of the barrier',
  restriction: 'share held back',
  share: 'share',
  value: 'amount',
  amount: 'amount',
  levy: 'levy',
  tariff_cut: 'cut of duties',
  barrier_cut: 'cut of other barriers',
};

// All other terms are rates and shares, held as decimals.
const AMOUNTS = new Set(['quota', 'cap', 'value', 'amount', 'price']);
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/i;

// The term as a file writes it: a number, or one before its unit. A table has no one number to take hold of.
export function numberOf(text: Setting): number | null {
  const number = NUMBER.exec(String(text).trim())?.[0];
  if (number === undefined) return null;
  return String(text).trim().endsWith('%') ? Number(number) / 100 : Number(number);
}

export const isAmount = (h: Handle) => AMOUNTS.has(h.term);

const ORDER: Handle['role'][] = ['threat', 'added', 'deal', 'retaliation'];

// Those that a slider can hold: the threat's first, of the move the amounts first.
export function slidable(handles: readonly Handle[]): Handle[] {
  const rank = (h: Handle) => ORDER.indexOf(h.role) * 2 + (isAmount(h) ? 0 : 1);
  return handles.filter((h) => numberOf(h.text) !== null).sort((a, b) => rank(a) - rank(b));
}

// A Measure that the move has too is a number of the move, not of the answer to the punishment.
export const partsOf = (brief: Pick<Brief, 'move_parts' | 'options'>): string[] => [
  ...brief.move_parts.map((part) => part.measure),
  ...(brief.options.find((option) => option.id === 'keep')?.measures ?? []),
];

export function withoutParts(handles: readonly Handle[], parts: ReadonlySet<string>): Handle[] {
  return handles.filter((h) => h.role !== 'retaliation' || !parts.has(h.measure));
}

export interface Scale {
  label: string;
  suffix: string;
  factor: number; // shown over held
  step: number;
}

export function scaleOf(handle: Handle, low: number, high: number): Scale {
  const amount = isAmount(handle);
  const factor = amount ? 1 : 100;
  return {
    label: TERMS[handle.term] ?? handle.term.replaceAll('_', ' '),
    suffix: amount ? handle.unit : '%',
    factor,
    step: amount ? niceCeil((high - low) / 400) : 0.5,
  };
}

export const shownValue = (value: number, factor: number) => Number((value * factor).toPrecision(10));

// As the file had it, with another number: "50000 units/year", 0.5.
export function written(shown: number, handle: Handle, scale: Scale): Setting {
  const value = Number((shown / scale.factor).toPrecision(12));
  const unit = handle.text.trim().replace(NUMBER, '');
  return unit === '' || unit === '%' ? value : `${value}${unit}`;
}

export const inWords = (value: number, scale: Scale) =>
  `${shownValue(value, scale.factor).toLocaleString('en-US')}${scale.suffix === '%' ? '%' : ` ${scale.suffix}`}`.trim();

// A chance of punishment on its slider: the first percents, where most leeways lie, have the most room.
export const chanceAt = (position: number) => Number(((position / 1000) ** 2).toPrecision(3));
export const positionOf = (chance: number) => Math.round(Math.sqrt(chance) * 1000);

export type Verdict = 'pays' | 'does not pay' | 'depends';

// Below the range of the leeway the move pays whatever is assumed, above it never, within it it depends.
export function verdict(chance: number, leeway: { p_star: number; low: number | null; high: number | null }): Verdict {
  if (chance < (leeway.low ?? leeway.p_star)) return 'pays';
  return chance > (leeway.high ?? leeway.p_star) ? 'does not pay' : 'depends';
}

export const expected = (chance: number, gain: number, loss: number) => (1 - chance) * gain - chance * loss;

// Days since the first of January 1970.
export const dayNumber = (iso: string) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
export const dayOf = (n: number) => new Date(n * 86_400_000).toISOString().slice(0, 10);
