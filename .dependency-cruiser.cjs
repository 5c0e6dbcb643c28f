// The arrows of the house, each one rule; src/app/architecture.test.ts proves each by a planted violation.
const test = '\\.test\\.tsx?$'
/** What the tests of a context share; `testing-city` is open to the tests of those above it. */
const testing = '^src/contexts/[^/]+/testing'
const core = '^src/contexts/[^/]+/(terms|rules|decide)(\\.ts|/)'
const contexts = (...names) => `^src/contexts/(${names.join('|')})/`
/** Each context with those below it, which it may use through their doors. */
const below = {
  divisions: [],
  organisations: ['divisions'],
  identity: ['organisations', 'divisions'],
  catalogue: ['identity', 'organisations', 'divisions'],
  documents: ['catalogue', 'identity', 'organisations', 'divisions'],
  casework: ['documents', 'catalogue', 'identity', 'organisations', 'divisions'],
  licences: ['casework', 'documents', 'catalogue', 'identity', 'organisations', 'divisions'],
  apps: ['identity', 'organisations', 'divisions'],
  ratings: ['casework', 'documents', 'catalogue', 'identity', 'organisations', 'divisions'],
  portal: ['ratings', 'licences', 'casework', 'documents', 'catalogue', 'identity', 'organisations', 'divisions'],
}
const names = Object.keys(below)

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'kernel-is-ground', severity: 'error', from: { path: '^src/kernel/', pathNot: test }, to: { pathNot: '^src/kernel/' } },
    { name: 'platform-knows-no-context', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/(contexts|ui|app|sandbox)/' } },
    { name: 'ui-knows-no-context', severity: 'error', from: { path: '^src/ui/', pathNot: test }, to: { path: '^src/(contexts|platform|app|sandbox)/' } },
    { name: 'core-is-pure', severity: 'error', from: { path: core, pathNot: test }, to: { pathNot: ['^src/kernel/', core] } },
    { name: 'core-is-own', severity: 'error', from: { path: '^src/contexts/([^/]+)/(terms|rules|decide)(\\.ts|/)', pathNot: test }, to: { path: '^src/contexts/(?!$1/)' } },
    { name: 'store-holds-the-sql', severity: 'error', from: { path: '^src/contexts/([^/]+)/store(\\.ts|/)', pathNot: test }, to: { path: '^src/', pathNot: ['^src/kernel/', '^src/platform/', '^src/contexts/$1/(store|terms|rules|decide)(\\.ts|/)', '^src/contexts/(?!$1/)[^/]+/index\\.ts$'] } },
    { name: 'pages-read-only', severity: 'error', from: { path: '^src/contexts/([^/]+)/pages/', pathNot: test }, to: { path: '^src/', pathNot: ['^src/(ui|kernel)/', '^src/contexts/$1/(pages/|(terms|rules|decide)(\\.ts|/))', '^src/contexts/(?!$1/)[^/]+/index\\.ts$'] } },
    { name: 'console-holds-no-store', severity: 'error', from: { path: '^src/contexts/([^/]+)/console/', pathNot: test }, to: { path: '^src/', pathNot: ['^src/(ui|kernel)/', '^src/contexts/$1/(console/|(terms|rules|decide)(\\.ts|/))'] } },
    { name: 'enter-by-the-door', severity: 'error', from: { path: '^src/contexts/([^/]+)/', pathNot: [test, testing] }, to: { path: '^src/contexts/(?!$1/)[^/]+/', pathNot: '/index\\.ts$' } },
    { name: 'tests-enter-by-two-doors', severity: 'error', from: { path: '^src/contexts/([^/]+)/(?:testing|.*\\.test\\.tsx?$)' }, to: { path: '^src/contexts/(?!$1/)[^/]+/', pathNot: '/(index|testing-city)\\.ts$' } },
    ...names.map((name) => ({
      name: `${name}-looks-down`,
      severity: 'error',
      from: { path: contexts(name), pathNot: test },
      to: { path: '^src/contexts/', pathNot: contexts(name, ...below[name]) },
    })),
    { name: 'no-one-imports-app', severity: 'error', from: { path: '^(src|bench)/', pathNot: ['^src/app/', test, '^bench/'] }, to: { path: '^src/app/' } },
    { name: 'sandbox-is-outside', severity: 'error', from: { path: '^src/', pathNot: ['^src/app/', '^src/sandbox/', test] }, to: { path: '^src/sandbox/' } },
    { name: 'tests-stay-out', severity: 'error', from: { path: '^src/', pathNot: [test, testing, '^src/platform/testing', '^src/app/test-run'] }, to: { path: [test, testing, '^e2e/', '^src/platform/testing'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
