// The ready threats that a world can answer: it has their economy, whoever makes and meets the threat, and their goods.
import type { Catalogue } from './answer';
import { readQuestion, type Question } from './question';
import { TomlError } from './toml';

// Both sides of a Measure in one line: "USA on CAN, MEX: tariff 25% on goods", "CAN with CHN: pact 50%".
function sidesOf(line: string): string[] {
  const head = /^(?:not\s+)?([^:]+):/.exec(line)?.[1];
  return head === undefined ? [] : head.split(/\s+(?:on|with)\s+|,/).map((side) => side.trim()).filter(Boolean);
}

// The sectors and products that it names: "C29", "B05_06", "product:cars".
function goodsOf(line: string): string[] {
  const after = line.slice(line.indexOf(':') + 1);
  return line.includes(':') ? [...after.matchAll(/\b(?:product:([\w-]+)|([A-Z]\d\d(?:_\d\d)*)\b)/g)].map((m) => m[1] ?? m[2]!) : [];
}

function questionOf(text: string): Question | null {
  try {
    return readQuestion(text);
  } catch (error) {
    if (error instanceof TomlError) return null;
    throw error;
  }
}

export function readyThreats(catalogue: Catalogue): Catalogue['threats'] {
  const known = new Set(['*', ...catalogue.economies.map((e) => e.id), ...catalogue.groups.map((g) => g.id)]);
  const goods = new Set([...catalogue.sectors, ...catalogue.products].map((g) => g.id.replace('product:', '')));
  const measures = new Map(catalogue.measures.map((m) => [m.id, m]));
  return catalogue.threats.filter((ready) => {
    const question = questionOf(ready.question);
    if (!question) return false;
    const recorded = measures.get(question.threat);
    // One that is announced on many threatens those that the world has.
    const sides = recorded ? [recorded.by] : sidesOf(question.threat);
    const lines = [question.threat, ...question.deal];
    if (!lines.flatMap(goodsOf).every((id) => goods.has(id))) return false;
    return [question.economy, ...sides, ...question.deal.flatMap(sidesOf)].every((side) => known.has(side));
  });
}
