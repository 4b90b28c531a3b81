// The ready threats that a world can answer: it has their economy, and whoever makes and meets the threat.
import type { Catalogue } from './answer';
import { readQuestion, type Question } from './question';
import { TomlError } from './toml';

// Both sides of a Measure in one line: "USA on CAN, MEX: tariff 25% on goods", "CAN with CHN: pact 50%".
function sidesOf(line: string): string[] {
  const head = /^(?:not\s+)?([^:]+):/.exec(line)?.[1];
  return head === undefined ? [] : head.split(/\s+(?:on|with)\s+|,/).map((side) => side.trim()).filter(Boolean);
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
  const measures = new Map(catalogue.measures.map((m) => [m.id, m]));
  return catalogue.threats.filter((ready) => {
    const question = questionOf(ready.question);
    if (!question) return false;
    const recorded = measures.get(question.threat);
    // One that is announced on many threatens those that the world has.
    const sides = recorded ? [recorded.by] : sidesOf(question.threat);
    return [question.economy, ...sides, ...question.deal.flatMap(sidesOf)].every((side) => known.has(side));
  });
}
