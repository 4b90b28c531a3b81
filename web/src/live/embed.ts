const FIGURES = ['leeway', 'options', 'map'] as const;
export type Figure = (typeof FIGURES)[number];

// ?embed=map shows the map alone; a name that is none shows the whole page.
export function embedded(search: string): Figure | null {
  const asked = new URLSearchParams(search).get('embed');
  return FIGURES.find((f) => f === asked) ?? null;
}
