declare module 'virtual:world-map' {
  const map: import('./lib/map').WorldMap;
  export default map;
}
