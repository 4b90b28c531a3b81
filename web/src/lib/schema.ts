// A small checker for JSON: each part returns the typed value or throws with the path of what is wrong.

export class ContractError extends Error {}

export type Check<T> = (value: unknown, at: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

function fail(at: string, expected: string, value: unknown): never {
  throw new ContractError(`${at}: expected ${expected}, found ${describe(value)}`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export const text: Check<string> = (value, at) =>
  typeof value === 'string' ? value : fail(at, 'text', value);

// Absent, null and empty all mean that there is nothing to show.
export const optionalText: Check<string> = (value, at) => (value === undefined || value === null ? '' : text(value, at));

// null or absent means not available.
export const figure: Check<number | null> = (value, at) => {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' && Number.isFinite(value) ? value : fail(at, 'a number or null', value);
};

export const amount: Check<number> = (value, at) => figure(value, at) ?? fail(at, 'a number', value);

export const flag: Check<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : fail(at, 'true or false', value);

// One of a few words.
export function oneOf<T extends string>(...words: readonly T[]): Check<T> {
  return (value, at) =>
    words.includes(value as T) ? (value as T) : fail(at, `one of ${words.join(', ')}`, value);
}

export function listOf<T>(item: Check<T>): Check<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, 'a list', value);
    return value.map((v, i) => item(v, `${at}[${i}]`));
  };
}

export function optionalList<T>(item: Check<T>): Check<T[]> {
  const check = listOf(item);
  return (value, at) => (value === undefined || value === null ? [] : check(value, at));
}

export function mapOf<T>(item: Check<T>): Check<Record<string, T>> {
  return (value, at) => {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) return fail(at, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, item(v, `${at}.${key}`)]));
  };
}

type Fields = Record<string, Check<unknown>>;

export function record<F extends Fields>(fields: F): Check<{ [K in keyof F]: Checked<F[K]> }> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(at, 'an object', value);
    const given = value as Record<string, unknown>;
    const prefix = at === '' ? '' : `${at}.`;
    return Object.fromEntries(
      Object.entries(fields).map(([key, check]) => [key, check(given[key], prefix + key)]),
    ) as { [K in keyof F]: Checked<F[K]> };
  };
}

export function optional<T>(check: Check<T>): Check<T | null> {
  return (value, at) => (value === undefined || value === null ? null : check(value, at));
}
