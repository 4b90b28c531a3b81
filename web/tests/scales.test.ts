import { describe, expect, test } from 'vitest';
import { bars, classBounds, classOf, niceCeil, position, probabilityAxis, ticks } from '../src/lib/scales';

test('nice numbers', () => {
  expect([0.03, 0.011, 7, 10, 26].map(niceCeil)).toEqual([0.05, 0.02, 10, 10, 50]);
  expect(niceCeil(0)).toBe(1);
  expect(ticks(0.04, 4)).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
});

describe('the axis of the gauge', () => {
  test('ends a little past the largest value', () => {
    const axis = probabilityAxis([0.012, 0.03, null]);
    expect(axis.max).toBeCloseTo(0.04, 12);
    expect(axis.ticks.at(-1)).toBeCloseTo(0.04, 12);
  });
  test('never goes past certainty, and spans everything when nothing is known', () => {
    expect(probabilityAxis([0.99]).max).toBe(1);
    expect(probabilityAxis([null]).max).toBe(1);
    expect(probabilityAxis([0]).max).toBe(1);
  });
  test('positions stay on the track', () => {
    expect(position(0.02, 0.04)).toBe(50);
    expect(position(-1, 0.04)).toBe(0);
    expect(position(2, 0.04)).toBe(100);
  });
});

describe('classes of the map', () => {
  test('steps of three when changes are of like size', () => {
    expect(classBounds([1.1, -0.5, 0.2])).toEqual({ step: 3, bounds: [0.03, 0.1, 0.3, 1] });
    expect(classBounds([0.35, 0.2])).toEqual({ step: 3, bounds: [0.01, 0.03, 0.1, 0.3] });
  });
  test('steps of ten when one economy dwarfs the rest', () => {
    expect(classBounds([-1.1, 0.01, 0.012, -0.004])).toEqual({ step: 10, bounds: [0.001, 0.01, 0.1, 1] });
  });
  test('no change at all has no bounds', () => {
    expect(classBounds([0, null]).bounds).toEqual([]);
    expect(classOf(0, [])).toBe(0);
  });
  test('a value that meets a bound is in its class, on both sides', () => {
    const bounds = [0.03, 0.1, 0.3, 1];
    expect([0.02, 0.03, 0.29, 1.5].map((v) => classOf(v, bounds))).toEqual([0, 1, 2, 4]);
    expect([-0.02, -0.03, -0.29, -1.5].map((v) => classOf(v, bounds))).toEqual([0, -1, -2, -4]);
  });
});

describe('bars', () => {
  test('two-sided data share one zero line', () => {
    const scale = bars([-30, 10]);
    expect(scale.zero).toBe(75);
    expect(scale.of(-30)).toEqual({ left: 0, width: 75 });
    expect(scale.of(10)).toEqual({ left: 75, width: 25 });
  });
  test('one-sided data use the whole track, and a missing value has no bar', () => {
    const scale = bars([5, 10, null]);
    expect(scale.zero).toBe(0);
    expect(scale.of(10)).toEqual({ left: 0, width: 100 });
    expect(scale.of(null).width).toBe(0);
    expect(bars([]).of(null)).toEqual({ left: 0, width: 0 });
  });
});
