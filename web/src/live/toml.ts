// The part of TOML that a question is written in: keys, tables of one level, text, numbers, true and false, days and
// lists. What the engine reads beyond that is refused by place, since a control would lose it.

export type Value = string | number | boolean | Value[];
export type Table = Map<string, Value>;

export class TomlError extends Error {}

const BARE = /^[A-Za-z0-9_-]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ESCAPES: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  fail(what: string): never {
    const before = this.text.slice(0, this.#at);
    const line = before.split('\n').length;
    throw new TomlError(`line ${line}, column ${this.#at - before.lastIndexOf('\n')}: ${what}`);
  }

  // Blanks and comments; with `lines` also over the ends of lines.
  skip(lines: boolean) {
    const blank = lines ? /(?:[ \t\r\n]|#[^\n]*)*/y : /[ \t]*(?:#[^\n]*)?\r?/y;
    this.take(blank);
  }

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.#at += found[0].length;
    return found[0];
  }

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  quoted(): string | null {
    const literal = this.take(/'[^'\n]*'/y);
    if (literal !== null) return literal.slice(1, -1);
    const basic = this.take(/"(?:[^"\\\n]|\\.)*"/y);
    if (basic === null) return null;
    return basic.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/g, (_, code: string) => {
      if (code.length === 1) return ESCAPES[code] ?? this.fail(`\\${code} is no escape of TOML`);
      const point = parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : this.fail(`\\${code} is no character`);
    });
  }

  key(): string {
    return this.quoted() ?? this.take(/[A-Za-z0-9_-]+/y) ?? this.fail('expected a key');
  }

  value(depth = 0): Value {
    const text = this.quoted();
    if (text !== null) return text;
    if (this.take(/\[/y) !== null) return this.list(depth);
    const word = this.take(/[+\-.:\w]+/y);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word !== null && DAY.test(word)) return word;
    if (word !== null && /^[+-]?(?:\d+(?:_\d+)*)(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?$/.test(word)) {
      return Number(word.replaceAll('_', ''));
    }
    return this.fail('expected text in quotes, a number, a day, true, false or a list of them');
  }

  list(depth: number): Value[] {
    if (depth > 8) this.fail('lists are nested too deep');
    const items: Value[] = [];
    for (;;) {
      this.skip(true);
      if (this.take(/\]/y) !== null) return items;
      items.push(this.value(depth + 1));
      this.skip(true);
      if (this.take(/,/y) === null && !/\]/y.test(this.text[this.#at] ?? '')) this.fail('expected , or ] in a list');
    }
  }
}

// Tables by name; what stands before the first has the empty name.
export function readToml(text: string): Map<string, Table> {
  const reader = new Reader(text);
  const tables = new Map<string, Table>([['', new Map()]]);
  let table = tables.get('')!;
  for (;;) {
    reader.skip(true);
    if (reader.done) return tables;
    if (reader.take(/\[/y) !== null) {
      const name = reader.key();
      if (reader.take(/\]/y) === null) reader.fail('expected ] after the name of a table');
      if (tables.has(name)) reader.fail(`the table ${name} stands twice`);
      tables.set(name, (table = new Map()));
    } else {
      const key = reader.key();
      if (reader.take(/[ \t]*=[ \t]*/y) === null) reader.fail(`expected = after ${key}`);
      if (table.has(key)) reader.fail(`${key} stands twice`);
      table.set(key, reader.value());
    }
    reader.skip(false);
    if (!reader.done && reader.take(/\n/y) === null) reader.fail('expected the end of the line');
  }
}

function quote(text: string): string {
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (c) =>
    c === '"' || c === '\\' ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

// A day is written bare where the key asks for one; everywhere else it is text.
export function writeValue(value: Value, day = false): string {
  if (Array.isArray(value)) return `[${value.map((v) => writeValue(v)).join(', ')}]`;
  if (typeof value === 'string') return day && DAY.test(value) ? value : quote(value);
  return String(value);
}

export function writeKey(key: string): string {
  return BARE.test(key) ? key : quote(key);
}
