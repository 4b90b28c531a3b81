// The words of the field, each in a sentence or two of plain English.
export const WORDS: Readonly<Record<string, string>> = {
  leeway:
    'the largest chance of being punished at which a move still pays on average. If the true chance is smaller, the move is worth it; if it is larger, it is not.',
  'equivalent variation':
    'the sum of money that would be worth as much to the people of an economy as the change that is asked about; a loss is a sum taken away.',
  'real income': 'what the income of an economy can buy: income over the prices of what its people consume and invest.',
  'real wage': 'what a wage can buy.',
  'trade elasticity':
    'how readily buyers change to another country’s goods when one becomes dearer: 4 means that a price 1% higher costs about 4% of the sales.',
  'tariff-rate quota': 'a quantity that comes in at a low duty; what is beyond it pays a higher one.',
  rent: 'the extra that whoever holds a licence under a quota earns, because goods sell for more than they cost.',
  certificate:
    'the proof that comes with every solution: it was put back into all equations, and the largest error left is printed. What does not pass is not shown.',
  'terms of trade': 'what an economy’s exports earn over what its imports cost.',
  'status quo': 'the world with every measure in force on the day asked about. Each option is told against it.',
  horizon:
    'how long after the change the world is looked at. Soon after, buyers have found few other suppliers and workers are still where they were.',
  closure: 'what happens to a country’s trade surplus or deficit when trade changes; no model tells, so it is assumed.',
  measure: 'one act of one government: a tariff, a quota, a ban, a subsidy, a licence, with who acts, on whom, on what and from when.',
  'central case': 'the answer under the assumptions that the program takes when it is told none; the range shows the others.',
};
