declare module 'virtual:world-map' {
  const map: import('./lib/map').WorldMap;
  export default map;
}

declare module 'virtual:worker-source' {
  const source: string;
  export default source;
}
