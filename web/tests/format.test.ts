import { describe, expect, test } from 'vitest';
import {
  columnDecimals, countOf, date, fixed, list, oneIn, percent, percentFigure, probability, recordedUsd, scientific, share, usd,
} from '../src/lib/format';

describe('money', () => {
  test.each([
    [21345.6, '21,300'],
    [-21345.6, '\u221221,300'],
    [417000, '417,000'],
    [1234567, '1,230,000'],
    [310, '310'],
    [99.96, '100'],
    [12.34, '12.3'],
    [1.004, '1.00'],
    [0.5, '0.50'],
    [0, '0'],
    [0.0001, '≈\u20090'],
    [null, 'n/a'],
    [undefined, 'n/a'],
    [NaN, 'n/a'],
  ])('%s USD million prints as %s', (v, text) => expect(usd(v)).toBe(text));

  test('changes carry their sign', () => {
    expect(usd(310, true)).toBe('+310');
    expect(usd(-0.5, true)).toBe('\u22120.50');
    expect(usd(0, true)).toBe('0');
  });

  test('recorded trade keeps every million', () => {
    expect(recordedUsd(417234.4)).toBe('417,234');
    expect(recordedUsd(3.26)).toBe('3.3');
    expect(recordedUsd(null)).toBe('n/a');
  });
});

describe('percent', () => {
  test.each([
    [12.34, '12.3'],
    [1.05, '1.05'],
    [0.128, '0.13'],
    [0.0128, '0.013'],
    [-0.00312, '\u22120.0031'],
    [0.0000312, '≈\u20090'],
    [0, '0'],
    [null, 'n/a'],
  ])('%s', (v, text) => expect(percentFigure(v)).toBe(text));

  test('the sign of a missing figure is not added', () => {
    expect(percent(null)).toBe('n/a');
    expect(percent(-1.05, true)).toBe('\u22121.05%');
    expect(share(0.735)).toBe('73.5%');
  });

  test('a column takes the decimals its smallest sizeable figure needs', () => {
    expect(columnDecimals([12.3, 1.4])).toBe(1);
    expect(columnDecimals([1.2, 0.13])).toBe(2);
    expect(columnDecimals([0.031, -0.022])).toBe(3);
    expect(columnDecimals([1.2, 0.00001])).toBe(1);
    expect(columnDecimals([null, 0])).toBe(0);
  });
});

describe('probability', () => {
  test.each([
    [0, '0%'],
    [0.012, '1.2%'],
    [0.0042, '0.42%'],
    [0.03, '3.0%'],
    [0.0996, '10%'],
    [0.73, '73%'],
    [0.999, '>99%'],
    [1, '100%'],
    [0.0000001, '<0.001%'],
    [null, 'n/a'],
  ])('%s prints as %s', (p, text) => expect(probability(p)).toBe(text));

  test('odds', () => {
    expect(oneIn(0.012)).toBe('about 1 in 83');
    expect(oneIn(0.00012)).toBe('about 1 in 8,300');
    expect(oneIn(0.8)).toBeNull();
    expect(oneIn(0)).toBeNull();
    expect(oneIn(null)).toBeNull();
  });
});

test('residuals print as powers of ten', () => {
  expect(scientific(1.26e-12)).toBe('1.3\u00a0×\u00a010⁻¹²');
  expect(scientific(0)).toBe('0');
  expect(scientific(null)).toBe('n/a');
});

test('dates are spelt out, and what is not a day passes through', () => {
  expect(date('2026-01-04')).toBe('4 January 2026');
  expect(date('2026-01')).toBe('January 2026');
  expect(date('2026')).toBe('2026');
  expect(date('')).toBe('n/a');
  expect(date(null)).toBe('n/a');
});

test('words', () => {
  expect(fixed(1234.5, 1)).toBe('1,234.5');
  expect(countOf(1, 'case')).toBe('1 case');
  expect(countOf(81, 'economy', 'economies')).toBe('81 economies');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  expect(list(['a'])).toBe('a');
});
