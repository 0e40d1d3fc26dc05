/**
 * Who may import whom. `npm run check:boundaries` runs these rules, and shows by a planted violation of each
 * (scripts/boundaries-canary.ts) that it still sees. A rule without a planted violation fails the check.
 */

const TESTS = ['\\.test\\.tsx?$', '/contract[^/]*\\.ts$', '-harness\\.ts$', '/testing/'];
const TEST_TOOLS = ['node_modules/(vitest|fast-check)/'];
const CORE = 'src/core';

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

const KERNEL = `^${CORE}/kernel/`;
const DOMAIN = `^${CORE}/domain/`;
const CONTRACTS = `^${CORE}/contracts/`;
const PORTS = `^${CORE}/ports/`;
const ADAPTERS = `^${CORE}/adapters/`;
const COMPOSERS = '/(compose|main)[^/]*\\.tsx?$';
const SERVICES = '^src/(control-plane-api|resource-scheduler|worker-controller|lablet-controller)/';

/** A layer reaches only what is named; its tests reach the test tools and Node's own modules as well. */
const layer = (name, path, allowed) => [
  forbid(name, { path, pathNot: TESTS }, { pathNot: [path, ...allowed] }),
  forbid(
    `${name}-in-tests`,
    { path: `${path}.*(${TESTS.join('|')})` },
    { pathNot: [path, ...allowed, ...TEST_TOOLS, ADAPTERS], dependencyTypesNot: ['core'] },
  ),
];

export default {
  forbidden: [
    forbid('no-circular', {}, { circular: true }),
    forbid('not-to-unresolvable', {}, { couldNotResolve: true }),
    forbid('no-undeclared-package', { pathNot: TESTS }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    forbid('tests-are-leaves', { pathNot: TESTS }, { path: TESTS, pathNot: 'node_modules' }),
    forbid(
      'test-tools-only-in-tests',
      { pathNot: [...TESTS, '^(vitest\\.config\\.ts$|scripts/)'] },
      { path: TEST_TOOLS },
    ),

    ...layer('kernel-imports-nothing', KERNEL, []),
    ...layer('domain-imports-kernel', DOMAIN, [KERNEL]),
    ...layer('contracts-import-domain', CONTRACTS, [KERNEL, DOMAIN, 'node_modules/(zod|yaml)/']),
    ...layer('ports-import-vocabulary', PORTS, [KERNEL, DOMAIN, CONTRACTS]),
    ...layer('placement-imports-domain', `^${CORE}/placement/`, [KERNEL, DOMAIN]),
    ...layer('reconcile-imports-ports', `^${CORE}/reconcile/`, [KERNEL, DOMAIN, CONTRACTS, PORTS]),
    forbid(
      'core-imports-no-program',
      { path: `^${CORE}/`, pathNot: TESTS },
      { path: '^(src/(?!core/)|simulators/|simulation/)' },
    ),

    forbid(
      'adapters-only-from-compose',
      { path: '^src/', pathNot: [COMPOSERS, ...TESTS, ADAPTERS, '^src/lcm/'] },
      { path: ADAPTERS, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'services-do-not-import-each-other',
      { path: `${SERVICES}`, pathNot: TESTS },
      { path: '^src/', pathNot: ['^src/$1/', '^src/core/'] },
    ),
    forbid(
      'launcher-is-not-imported',
      { pathNot: ['^src/lcm/', '^(e2e|bench|scripts|simulation)/'] },
      { path: '^src/lcm/' },
    ),
    forbid(
      'controllers-send-commands',
      { path: '^src/(resource-scheduler|[^/]+-controller)/', pathNot: [COMPOSERS, ...TESTS] },
      { path: `^${CORE}/ports/[^/]+-store/` },
    ),
    forbid(
      'commands-do-not-know-http',
      { path: '^src/control-plane-api/(commands|queries|application)/' },
      { path: ['^src/control-plane-api/http/', 'node_modules/fastify/'] },
    ),

    forbid(
      'ui-imports-vocabulary',
      { path: '^src/ui/' },
      { path: '^(src|simulators|simulation|scripts|bench)/', pathNot: ['^src/ui/', KERNEL, DOMAIN, CONTRACTS] },
    ),
    forbid(
      'ui-knows-contracts-as-types',
      { path: '^src/ui/', pathNot: [COMPOSERS, ...TESTS] },
      { path: CONTRACTS, dependencyTypesNot: ['type-only'] },
    ),

    forbid(
      'simulators-import-no-product',
      { path: '^simulators/', pathNot: TESTS },
      { path: '^src/', pathNot: [KERNEL, DOMAIN, CONTRACTS, PORTS, ADAPTERS] },
    ),
    forbid(
      'simulators-do-not-import-each-other',
      { path: '^simulators/(aws|cml|lds|mail|s3|kit)/', pathNot: TESTS },
      { path: '^simulators/', pathNot: ['^simulators/$1/', '^simulators/kit/'] },
    ),
    forbid(
      'product-imports-no-simulator',
      { path: '^src/', pathNot: [...TESTS, '^src/lcm/'] },
      { path: '^(simulators|simulation)/' },
    ),
    forbid(
      'tools-are-leaves',
      { pathNot: '^(e2e|bench|scripts|simulation)/' },
      { path: '^(e2e|bench|scripts|simulation)/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
