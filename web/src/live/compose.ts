// A Measure put together from choices, as one line of docs/measures.md. The engine reads the line; here it is only written.
export interface Size {
  id: string;
  label: string;
  suffix?: string; // behind the box: "%", "years"
  units?: readonly string[]; // of an amount
  optional?: boolean;
  text?: boolean; // an id, and no number
}

export interface Instrument {
  id: string;
  label: string;
  link: 'on' | 'from' | 'to' | 'with' | ''; // between who acts and on whom; none: it acts on nobody
  sizes: readonly Size[];
  goods: 'needed' | 'optional' | 'none';
  needsOne?: string; // of sizes that are all optional: what to say where none is given
  write(size: (id: string) => string, goods: string): string;
}

const QUANTITIES = ['units/year', 't/year', 'hl/year', 'mn USD/year', 'bn USD/year', '% of base'];
const VALUES = ['bn USD/year', 'mn USD/year', '% of base'];
const rate = (label: string): Size => ({ id: 'rate', label, suffix: '%' });
const limit: Size = { id: 'amount', label: 'Limit a year', units: QUANTITIES };
const restriction: Size = { id: 'restriction', label: 'Share refused (empty: all)', suffix: '%', optional: true };
const term = (name: string, value: string) => (value ? `, ${name} ${value}` : '');

export const INSTRUMENTS: readonly Instrument[] = [
  { id: 'tariff', label: 'Tariff on imports', link: 'on', goods: 'needed', sizes: [rate('Rate of duty')], write: (s, g) => `tariff ${s('rate')} on ${g}` },
  {
    id: 'quota', label: 'Tariff-rate quota: a low duty up to an amount', link: 'on', goods: 'needed',
    sizes: [{ ...limit, label: 'Amount a year at the low duty' }, { id: 'in', label: 'Duty within it', suffix: '%' }, { id: 'over', label: 'Duty beyond it', suffix: '%' }],
    write: (s, g) => `quota ${s('amount')} of ${g} at ${s('in')} then ${s('over')}`,
  },
  { id: 'import-quota', label: 'Quota on imports', link: 'on', goods: 'needed', sizes: [limit], write: (s, g) => `import quota ${s('amount')} of ${g}` },
  { id: 'import-ban', label: 'Ban on imports', link: 'on', goods: 'needed', sizes: [restriction], write: (s, g) => `import ban on ${g}${term('restriction', s('restriction'))}` },
  {
    id: 'price-floor', label: 'Lowest price of imports', link: 'on', goods: 'needed',
    sizes: [
      { id: 'price', label: 'Lowest price', units: ['USD/unit', 'USD/t', 'USD/hl'] },
      { id: 'replaces', label: 'Measure whose duty it replaces (its id, if any)', optional: true, text: true },
    ],
    write: (s, g) => `price floor ${s('price')} on ${g}${term('replaces', s('replaces'))}`,
  },
  { id: 'barrier', label: 'Other barrier: a cost in the way of imports', link: 'on', goods: 'needed', sizes: [rate('Cost, of the value of the goods')], write: (s, g) => `barrier ${s('rate')} on ${g}` },
  { id: 'boycott', label: 'Boycott: buyers turn away', link: 'on', goods: 'needed', sizes: [rate('Share of demand lost')], write: (s, g) => `boycott ${s('rate')} of ${g}` },
  {
    id: 'purchases', label: 'Promise to buy', link: 'from', goods: 'needed', sizes: [{ id: 'amount', label: 'At least, a year', units: VALUES }],
    write: (s, g) => `purchases ${s('amount')} of ${g}`,
  },
  { id: 'export-quota', label: 'Quota on exports', link: 'on', goods: 'needed', sizes: [limit], write: (s, g) => `export quota ${s('amount')} of ${g}` },
  { id: 'export-ban', label: 'Ban on exports', link: 'on', goods: 'needed', sizes: [restriction], write: (s, g) => `export ban on ${g}${term('restriction', s('restriction'))}` },
  { id: 'export-tax', label: 'Tax on exports', link: 'on', goods: 'needed', sizes: [rate('Rate of tax')], write: (s, g) => `export tax ${s('rate')} on ${g}` },
  {
    id: 'licence', label: 'Licence for exports: a cap, a levy', link: 'on', goods: 'needed', needsOne: 'Give a cap, a levy or a share refused.',
    sizes: [{ id: 'cap', label: 'Cap, of what is sold at home', suffix: '%', optional: true }, { id: 'levy', label: 'Levy', suffix: '%', optional: true }, { ...restriction, label: 'Share refused' }],
    write: (s, g) => `licence on ${g}${term('cap_share', s('cap'))}${term('levy', s('levy'))}${term('restriction', s('restriction'))}`,
  },
  { id: 'subsidy', label: 'Subsidy to producers', link: '', goods: 'needed', sizes: [rate('Share of unit cost')], write: (s, g) => `subsidy ${s('rate')} on ${g}` },
  {
    id: 'pact', label: 'Trade pact: duties cut both ways', link: 'with', goods: 'optional', sizes: [rate('Cut of the ordinary duties')],
    write: (s, g) => `pact ${s('rate')}${g ? ` on ${g}` : ''}`,
  },
  {
    id: 'transfer', label: 'Payment to another', link: 'to', goods: 'none',
    sizes: [
      { id: 'amount', label: 'Amount in all', units: ['bn USD', 'mn USD'] }, { id: 'years', label: 'Over', suffix: 'years' },
      { id: 'grant', label: 'Of it a gift (empty: as assumed)', suffix: '%', optional: true },
    ],
    write: (s) => `transfer ${s('amount')} over ${s('years')}${term('grant_share', s('grant'))}`,
  },
];

export interface Goods {
  id: string;
  name: string;
}

export interface Choices {
  by: string;
  on: string; // "*": everyone
  instrument: string;
  goods: string; // as typed: ids or names, divided by commas
  sizes: Readonly<Record<string, string>>;
  units: Readonly<Record<string, string>>; // of amounts; the first where none is chosen
  day: string; // empty: on every day
}

export type Composed = { line: string; missing: '' } | { line: ''; missing: string };

export const WIDE: readonly Goods[] = [
  { id: 'goods', name: 'All goods' },
  { id: 'services', name: 'All services' },
  { id: 'all', name: 'All goods and services' },
];

const isTariffLine = (text: string) => /^hs\d*:/i.test(text);

// Names of goods have commas too, so that of what commas divide the longest name is taken.
function idsOf(text: string, known: readonly Goods[]): { ids: string[]; unknown: string } {
  const find = (name: string) => known.find((g) => [g.id, g.id.replace('product:', ''), g.name].some((n) => n.toLowerCase() === name.toLowerCase()))?.id;
  const parts = text.split(',').map((p) => p.trim()).filter(Boolean);
  const ids: string[] = [];
  for (let at = 0; at < parts.length; ) {
    let end = parts.length;
    while (end > at + 1 && !find(parts.slice(at, end).join(', '))) --end;
    const name = parts.slice(at, end).join(', ');
    const id = find(name) ?? (isTariffLine(name) ? name : undefined);
    if (id === undefined) return { ids, unknown: name };
    ids.push(id);
    at = end;
  }
  return { ids, unknown: '' };
}

function sizeText(size: Size, choices: Choices): string {
  const given = (choices.sizes[size.id] ?? '').trim();
  if (given === '' || size.text) return given;
  if (!Number.isFinite(Number(given))) return '';
  const number = String(Number(given));
  if (!size.units) return size.suffix === '%' ? `${number}%` : `${number} ${size.suffix ?? ''}`.trim();
  const unit = choices.units[size.id] ?? size.units[0]!;
  return unit.startsWith('%') ? `${number}${unit}` : `${number} ${unit}`;
}

// The line, or what it still lacks.
export function compose(choices: Choices, known: readonly Goods[]): Composed {
  const lacks = (missing: string): Composed => ({ line: '', missing });
  const instrument = INSTRUMENTS.find((i) => i.id === choices.instrument);
  if (!instrument) return lacks('Choose an instrument.');
  if (!choices.by) return lacks('Choose who acts.');
  if (instrument.link && !choices.on) return lacks('Choose on whom.');
  const { ids, unknown } = idsOf(choices.goods, known);
  if (instrument.goods !== 'none') {
    if (unknown) return lacks(`This world has no goods called “${unknown}”; choose from the list.`);
    if (ids.length === 0 && instrument.goods === 'needed') return lacks('Choose the goods.');
  }
  const empty = instrument.sizes.find((size) => !size.optional && sizeText(size, choices) === '');
  if (empty) return lacks(`Give a number: ${empty.label.charAt(0).toLowerCase()}${empty.label.slice(1)}.`);
  if (instrument.needsOne && instrument.sizes.every((size) => sizeText(size, choices) === '')) return lacks(instrument.needsOne);
  const text = (id: string) => sizeText(instrument.sizes.find((s) => s.id === id)!, choices);
  const who = instrument.link ? `${choices.by} ${instrument.link} ${choices.on}` : choices.by;
  const day = choices.day ? `, effective ${choices.day}` : '';
  return { line: `${who}: ${instrument.write(text, ids.join(' and '))}${day}`, missing: '' };
}
