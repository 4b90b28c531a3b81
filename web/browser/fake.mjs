// A live page around an engine that is none: it answers from one recorded brief, and goes wrong when told to. For what
// the page does when an engine hangs, breaks off or certifies nothing, which the real one is hard to bring to.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { writeTar } from './tar.mjs';

const EMPTY_MODULE = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const QUESTION = 'economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-THREAT"\n';

// Runs in the page's worker.
function glue() {
  return `var LeewayEngine = ${async function LeewayEngine() {
    const files = new Map();
    let answer = '';
    const text = (name) => new TextDecoder().decode(files.get(`/share/${name}`));
    const reply = (value) => {
      answer = JSON.stringify(value);
      return value.ok ? 0 : 2;
    };
    function ask(request) {
      const question = request.question ?? '';
      if (request.kind === 'catalogue') return reply(JSON.parse(text('catalogue.json')));
      if (question.includes('hang')) for (;;);
      if (question.includes('break')) throw new Error('out of memory');
      if (question.includes('refuse')) {
        return reply({ ok: false, code: 2, error: { message: '<b>no such</b> measure', where: 'question:1:8', hint: 'did you mean "a"?', text: '' } });
      }
      if (/hs:\d/.test(question)) {
        const where = '/share/data/concordance/hs6.csv';
        return reply({ ok: false, code: 2, error: { message: 'cannot be read: No such file or directory', where, hint: '', text: '' } });
      }
      const at = question.split('\n').findIndex((line) => /tarif |outdated/.test(line)) + 1;
      if (at > 0) {
        return reply({ ok: false, code: 2, error: { message: 'no instrument "tarif"', where: `question:${at}:10`, hint: 'did you mean "tariff"?', text: '' } });
      }
      const certified = !question.includes('uncertified');
      const rate = Number(/"US-THREAT\.rate" = ([\d.]+)/.exec(question)?.[1] ?? 1);
      const brief = JSON.parse(text('brief.json'));
      brief.leeway.loss_musd *= rate;
      brief.leeway.p_star = brief.leeway.gain_musd / (brief.leeway.gain_musd + brief.leeway.loss_musd);
      if (request.range !== 'sets') Object.assign(brief.leeway, { low: null, high: null, cases: [] });
      if (request.depth === 'centre') brief.exposure = null;
      return reply({
        ok: true, schema: 'leeway-live-1', kind: 'brief', certified, brief, question, command: 'leeway brief question.toml',
        handles: [{ measure: 'US-THREAT', title: 'A duty on all goods', role: 'threat', term: 'rate', value: rate, text: `${rate}`, unit: '', low: 0, high: 2 },
          ...brief.options[0].measures.map((measure) => (
            { measure, title: 'A part of the move', role: 'retaliation', term: 'quota', value: 1, text: '1', unit: '', low: 0, high: 2 }))],
      });
    }
    return {
      FS: { mkdirTree: () => undefined, writeFile: (name, bytes) => files.set(name, bytes) },
      ccall: (name, _result, _types, [value]) =>
        name === 'leeway_answer' ? answer : name === 'leeway_ask' ? ask(JSON.parse(value)) : 0,
    };
  }};`;
}

const measure = (id, title, status, effective) => ({
  id, title, by: 'USA', on: ['CAN'], goods: ['goods'], instrument: 'tariff', status, announced: effective, effective, threat: status === 'threatened',
});

export function fakePage(template, brief, world = '2023') {
  const catalogue = {
    ok: true, schema: 'leeway-live-1', kind: 'catalogue',
    economies: [{ id: 'CAN', name: 'Canada' }, { id: 'KOR', name: 'Korea' }, { id: 'USA', name: 'United States' }], 
    groups: [{ id: 'EU27', name: 'European Union', members: [] }], sectors: [{ id: 'C29', name: 'Motor vehicles' }],
    products: [{ id: 'product:bev', name: 'Battery electric cars' }],
    measures: [measure('US-STEEL', 'Duties on steel', 'in_force', '2025-03-12'), measure('US-THREAT', 'A duty on all goods', 'threatened', '2026-01-24')],
    threats: [{ name: 'canada-china', title: 'Canada and China', question: `# ready\n${QUESTION}` },
      { name: 'elsewhere', title: 'Of another world', question: 'economy = "ATL"\nthreat = "US-THREAT"\n' }], scenarios: [], elasticities: ['FGO', 'CP'],
    closures: ['share', 'balanced', 'numeraire', 'own'], days: { first: '2018-01-01', last: '2026-02-01' },
    world: { name: '2023', title: '', base_year: 2023 }, version: '0.1.0',
  };
  const bundle = writeTar({
    'bundle.json': JSON.stringify({ world, version: '0.1.0', question: QUESTION }),
    'catalogue.json': JSON.stringify(catalogue),
    'brief.json': JSON.stringify(brief),
  });
  const script = (text) => text.replaceAll('<', '\\u003c');
  const slots = {
    'leeway-data': script(JSON.stringify(brief)),
    'leeway-state': '',
    'leeway-engine': gzipSync(EMPTY_MODULE).toString('base64'),
    'leeway-glue': glue(),
    'leeway-bundle': gzipSync(bundle).toString('base64'),
  };
  const html = readFileSync(template, 'utf8').replace('__LEEWAY_STATIC__', () => `<main><h1>${brief.headline.replaceAll('<', '&lt;')}</h1></main>`);
  // By element and not by placeholder: the real engine may be in the template already.
  return Object.entries(slots).reduce(
    (page, [id, text]) => page.replace(new RegExp(`(<script[^>]* id="${id}">)[^]*?(?=</script>)`), (_, open) => open + text), html);
}
