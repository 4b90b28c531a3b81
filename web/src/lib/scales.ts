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

// Class bounds of the map: 1-3-10 steps below the largest change. Trade shocks are so skewed (one economy
// loses 1%, most move 0.01%) that even steps would leave a blank map.
export const CLASSES_PER_SIDE = 4;

export function geometricBreaks(values: readonly Maybe[], perSide = CLASSES_PER_SIDE): number[] {
  const largest = Math.max(0, ...values.filter(available).map(Math.abs));
  if (largest === 0) return [];
  let exponent = Math.floor(Math.log10(largest));
  let three = largest >= 3 * 10 ** exponent * (1 - 1e-9);
  const breaks: number[] = [];
  for (let i = 0; i < perSide; ++i) {
    breaks.unshift(Number(((three ? 3 : 1) * 10 ** exponent).toPrecision(12)));
    if (!three) --exponent;
    three = !three;
  }
  return breaks;
}

// -n … 0 … +n: how many bounds the size of v has reached, with its sign.
export function classOf(v: number, breaks: readonly number[]): number {
  const reached = breaks.filter((b) => Math.abs(v) >= b).length;
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
  const zero = (-low / span) * 100;
  return {
    zero,
    of: (v) => {
      if (!available(v)) return { left: zero, width: 0 };
      const width = (Math.abs(v) / span) * 100;
      return { left: v < 0 ? zero - width : zero, width };
    },
  };
}
