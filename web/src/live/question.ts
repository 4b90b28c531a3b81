// A question as the controls hold it, and as the engine reads it: the TOML of threats/, with more keys.
import type { Catalogue } from './answer';
import { readToml, TomlError, writeKey, writeValue, type Value } from './toml';

export type Setting = string | number | boolean;

export interface Question {
  title: string;
  economy: string;
  as_of: string;
  known_by: string;
  world: string;
  threat: string;
  deal: string[]; // empty: the move that the threat is about
  retaliation: string;
  add: string[];
  drop: string[];
  set: Readonly<Record<string, Setting>>; // "MEASURE.term"
  options: Readonly<Record<string, Setting>>;
}

const TEXTS = ['title', 'economy', 'as_of', 'known_by', 'world', 'threat', 'retaliation'] as const;
const LISTS = ['deal', 'add', 'drop'] as const;
const TABLES = ['set', 'options'] as const;
const DAYS: readonly string[] = ['as_of', 'known_by'];

export function emptyQuestion(economy: string): Question {
  return {
    title: '', economy, as_of: '', known_by: '', world: '', threat: '', deal: [], retaliation: '', add: [], drop: [],
    set: {}, options: {},
  };
}

function textOf(value: Value, key: string): string {
  if (typeof value !== 'string') throw new TomlError(`${key}: expected text`);
  return value;
}

export function readQuestion(text: string): Question {
  const tables = readToml(text);
  const question = emptyQuestion('');
  for (const [key, value] of tables.get('')!) {
    if ((TEXTS as readonly string[]).includes(key)) {
      question[key as (typeof TEXTS)[number]] = textOf(value, key);
    } else if ((LISTS as readonly string[]).includes(key)) {
      question[key as (typeof LISTS)[number]] = (Array.isArray(value) ? value : [value]).map((v) => textOf(v, key));
    } else {
      throw new TomlError(`${key} is no key of a question; there are ${[...TEXTS, ...LISTS].join(', ')}`);
    }
  }
  for (const [name, table] of tables) {
    if (name === '') continue;
    if (!(TABLES as readonly string[]).includes(name)) {
      throw new TomlError(`[${name}] is no table of a question; there are ${TABLES.map((t) => `[${t}]`).join(' and ')}`);
    }
    for (const [key, value] of table) {
      if (Array.isArray(value)) throw new TomlError(`${name}.${key}: expected one value, found a list`);
    }
    question[name as (typeof TABLES)[number]] = Object.fromEntries(table) as Record<string, Setting>;
  }
  if (question.economy === '') throw new TomlError('economy is missing');
  return question;
}

// One question has one text, so that texts can be compared.
export function writeQuestion(question: Question): string {
  const lines: string[] = [];
  const line = (key: string, value: Value) => lines.push(`${writeKey(key)} = ${writeValue(value, DAYS.includes(key))}`);
  for (const key of TEXTS) if (question[key] !== '') line(key, question[key]);
  for (const key of LISTS) if (question[key].length > 0) line(key, question[key]);
  for (const name of TABLES) {
    const keys = Object.keys(question[name]).sort();
    if (keys.length === 0) continue;
    lines.push('', `[${name}]`);
    for (const key of keys) line(key, question[name][key] as Setting);
  }
  return lines.join('\n') + '\n';
}

// The part of a question that the engine points at, for who wrote no text: "question:4:10" is a line of writeQuestion.
export interface Place {
  key: string; // empty where it is no line of a question
  words: string;
}

const PARTS: Record<string, string> = {
  title: 'the title', economy: 'the economy', as_of: 'the day', known_by: 'the day by which it was known', world: 'the world',
  threat: 'the threat', deal: 'the move under threat', retaliation: 'the answer to the punishment', add: 'the measures that were added',
  drop: 'the measures that were turned off',
};

export function placeIn(where: string, question: string): Place {
  const number = /^question:(\d+)/.exec(where)?.[1];
  if (number === undefined) return { key: '', words: where };
  const lines = question.split('\n').slice(0, Number(number));
  const table = lines.filter((line) => line.startsWith('[')).at(-1)?.slice(1, -1) ?? '';
  const name = lines.at(-1)?.split(' = ')[0]?.replaceAll('"', '') ?? '';
  if (table !== '') return { key: table, words: `in ${name}` };
  return { key: name, words: name in PARTS ? `in ${PARTS[name]}` : '' };
}

// Lines of the harmonised system in what a question puts in: "hs:8703.80", "hs2017:1205".
export function tariffLines(question: Question): string[] {
  const texts = [question.threat, ...question.deal, question.retaliation, ...question.add].join('\n');
  return [...new Set(texts.match(/\bhs\d*:[\d.]+/g))];
}

export function withSetting(table: Readonly<Record<string, Setting>>, key: string, value: Setting | null): Record<string, Setting> {
  const rest = Object.fromEntries(Object.entries(table).filter(([k]) => k !== key));
  return value === null ? rest : { ...rest, [key]: value };
}

export interface Difference {
  key: string;
  from: string;
  to: string;
}

// What one question asks otherwise than another, for the table that compares two answers.
export function differences(a: Question, b: Question): Difference[] {
  const flat = (q: Question) =>
    new Map<string, string>([
      ...TEXTS.map((k) => [k, q[k]] as [string, string]),
      ['deal', q.deal.join('; ')],
      ['add', q.add.join('; ')],
      ['drop', q.drop.join('; ')],
      ...TABLES.flatMap((t) => Object.entries(q[t]).map(([k, v]) => [k, String(v)] as [string, string])),
    ]);
  const [from, to] = [flat(a), flat(b)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((key) => ({ key, from: from.get(key) ?? '', to: to.get(key) ?? '' }))
    .filter((d) => d.from !== d.to);
}

// Who makes a threat: of the record, or typed in one line, "USA on CAN: …"; empty where it is nobody of this world.
export function makerOf(threat: string, catalogue: Pick<Catalogue, 'measures' | 'economies' | 'groups'> | null): string {
  if (!catalogue) return '';
  if (!threat.includes(':')) return catalogue.measures.find((m) => m.id === threat)?.by ?? '';
  const head = threat.slice(0, threat.indexOf(':'));
  const name = head.split(/\s+(?:on|with|to|from|against|of|for)\s+/)[0]!.trim().toLowerCase();
  return [...catalogue.economies, ...catalogue.groups].find((e) => [e.id, e.name].some((n) => n.toLowerCase() === name))?.id ?? '';
}
