// Joins the ISO 3166 alpha-3 codes of the world to the numeric codes of the map.

export interface MapShape {
  id: string; // ISO 3166 numeric, three digits; empty where the map has no code
  name: string;
  d: string;
  x: number; // centroid
  y: number;
  area: number; // square map units
}

export interface WorldMap {
  view: [number, number, number, number];
  shapes: MapShape[];
}

export const REST_OF_WORLD = 'ROW';

// The 80 single economies of the default world; ROW is an aggregate and has no place on a map.
export const NUMERIC_ID: Readonly<Record<string, string>> = {
  AGO: '024', ARE: '784', ARG: '032', AUS: '036', AUT: '040', BEL: '056', BGD: '050', BGR: '100',
  BLR: '112', BRA: '076', BRN: '096', CAN: '124', CHE: '756', CHL: '152', CHN: '156', CIV: '384',
  CMR: '120', COD: '180', COL: '170', CRI: '188', CYP: '196', CZE: '203', DEU: '276', DNK: '208',
  EGY: '818', ESP: '724', EST: '233', FIN: '246', FRA: '250', GBR: '826', GRC: '300', HKG: '344',
  HRV: '191', HUN: '348', IDN: '360', IND: '356', IRL: '372', ISL: '352', ISR: '376', ITA: '380',
  JOR: '400', JPN: '392', KAZ: '398', KHM: '116', KOR: '410', LAO: '418', LTU: '440', LUX: '442',
  LVA: '428', MAR: '504', MEX: '484', MLT: '470', MMR: '104', MYS: '458', NGA: '566', NLD: '528',
  NOR: '578', NZL: '554', PAK: '586', PER: '604', PHL: '608', POL: '616', PRT: '620', ROU: '642',
  RUS: '643', SAU: '682', SEN: '686', SGP: '702', STP: '678', SVK: '703', SVN: '705', SWE: '752',
  THA: '764', TUN: '788', TUR: '792', TWN: '158', UKR: '804', USA: '840', VNM: '704', ZAF: '710',
};

const ISO3 = new Map(Object.entries(NUMERIC_ID).map(([iso3, id]) => [id, iso3]));

export function iso3OfShape(shape: Pick<MapShape, 'id'>): string | undefined {
  return ISO3.get(shape.id);
}

// Below this area (in square map units) an economy cannot be seen and is drawn as a circle.
const SMALL_AREA = 60;

// One circle per small economy, at the centroid of its largest piece.
export function smallEconomies(map: WorldMap): { iso3: string; x: number; y: number }[] {
  const largest = new Map<string, MapShape>();
  for (const shape of map.shapes) {
    const iso3 = iso3OfShape(shape);
    if (iso3 && shape.area > (largest.get(iso3)?.area ?? -1)) largest.set(iso3, shape);
  }
  return [...largest]
    .filter(([, shape]) => shape.area < SMALL_AREA)
    .map(([iso3, { x, y }]) => ({ iso3, x, y }))
    .sort((a, b) => a.iso3.localeCompare(b.iso3));
}
