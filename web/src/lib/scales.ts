import { available, type Maybe } from './format';

// The smallest of 1, 2, 2.5, 5 × 10^k that is not below v.
export function niceCeil(v: number): number {
  if (!(v > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(v));
  const step = [1, 2, 2.5, 5, 10].find((s) => s * unit >= v * (1 - 1e-9)) ?? 10;
  return Number((step * unit).toPrecision(12));
}

export function ticks(max: number, count = 4): number[] {
  const step = niceCeil(max / count);
  const out: number[] = [];
  for (let i = 0; i * step <= max * (1 + 1e-9); ++i) out.push(Number((i * step).toPrecision(12)));
  return out;
}

export interface Axis {
  max: number;
  ticks: number[];
}

// A probability axis from zero that ends a little past the largest value, and never past certainty.
export function probabilityAxis(values: readonly Maybe[]): Axis {
  const largest = Math.max(0, ...values.filter(available));
  const step = niceCeil((largest * 1.05) / 5);
  const max = largest > 0 ? Math.min(1, Math.ceil((largest * 1.05) / step) * step) : 1;
  return { max, ticks: ticks(max, 5) };
}

export function position(v: number, max: number): number {
  return (Math.min(Math.max(v, 0), max) / max) * 100;
}

// Class bounds of the map, below the largest change: steps of about three, or of ten where three would leave
// most economies in the middle class. Trade shocks are that skewed: one economy loses 1%, most move 0.01%.
export const CLASSES_PER_SIDE = 4;

export interface ClassBounds {
  step: 3 | 10;
  bounds: number[]; // rising sizes; the class of a value is the number of bounds its size has reached
}

function boundsBelow(largest: number, step: 3 | 10): number[] {
  const bounds: number[] = [];
  let exponent = Math.floor(Math.log10(largest));
  let three = step === 3 && largest >= 3 * 10 ** exponent * (1 - 1e-9);
  while (bounds.length < CLASSES_PER_SIDE) {
    bounds.unshift(Number(((three ? 3 : 1) * 10 ** exponent).toPrecision(12)));
    if (!three) --exponent;
    three = step === 3 && !three;
  }
  return bounds;
}

export function classBounds(values: readonly Maybe[]): ClassBounds {
  const sizes = values.filter(available).map(Math.abs).filter((v) => v > 0);
  if (sizes.length === 0) return { step: 3, bounds: [] };
  const largest = Math.max(...sizes);
  const fine = boundsBelow(largest, 3);
  const middle = sizes.filter((v) => v < (fine[0] ?? 0)).length;
  return middle > sizes.length / 2 ? { step: 10, bounds: boundsBelow(largest, 10) } : { step: 3, bounds: fine };
}

// -n … 0 … +n: how many bounds the size of v has reached, with its sign.
export function classOf(v: number, bounds: readonly number[]): number {
  const reached = bounds.filter((b) => Math.abs(v) >= b).length;
  return v < 0 ? -reached || 0 : reached;
}

export interface Bar {
  left: number; // percent of the track
  width: number;
}

// Bars from a zero line; the track spans [min(0, …), max(0, …)] of all values, so one-sided data use it all.
export function bars(values: readonly Maybe[]): { zero: number; of: (v: Maybe) => Bar } {
  const known = values.filter(available);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low || 1;
  const zero = ((0 - low) / span) * 100;
  return {
    zero,
    of: (v) => {
      if (!available(v)) return { left: zero, width: 0 };
      const width = (Math.abs(v) / span) * 100;
      return { left: v < 0 ? zero - width : zero, width };
    },
  };
}
