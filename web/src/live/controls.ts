// How a term of a Measure is shown on a slider and written back into a question.
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
  coverage: 'share of goods covered',
  cost: 'cost of the barrier',
  restriction: 'share held back',
  share: 'share',
  value: 'amount',
  levy: 'levy',
};

export interface Scale {
  label: string;
  suffix: string;
  factor: number; // shown over held
  step: number;
}

export function scaleOf(handle: Handle, low: number, high: number): Scale {
  const percent = handle.text.trim().endsWith('%');
  const factor = percent ? 100 : 1;
  return {
    label: TERMS[handle.term] ?? handle.term.replaceAll('_', ' '),
    suffix: percent ? '%' : handle.unit,
    factor,
    step: percent ? 0.5 : niceCeil(((high - low) * factor) / 400),
  };
}

export const shownValue = (value: number, factor: number) => Number((value * factor).toPrecision(10));

export function written(shown: number, scale: Scale): Setting {
  return scale.suffix === '%' ? `${shown}%` : shown;
}

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
