const layer = (name, from, to, extra = {}) => ({
  name,
  severity: 'error',
  comment: `${from} must not reach ${to}`,
  from: { path: from },
  to: { path: to, ...extra },
});
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.test\\.ts$', '(main|config)\\.ts$'] },
      to: {},
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { pathNot: ['\\.test\\.ts$', 'contract\\.ts$'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    layer('kernel-imports-nothing', '^src/core/kernel', '.', { pathNot: '^src/core/kernel' }),
    layer('domain-only-kernel', '^src/core/domain', '.', {
      pathNot: ['^src/core/(kernel|domain)', 'vitest', 'fast-check'],
    }),
    layer('contracts-only-domain-and-zod', '^src/core/contracts', '.', {
      pathNot: ['^src/core/(kernel|domain|contracts)', 'node_modules/zod', 'vitest', 'fast-check'],
    }),
    layer('ports-only-domain-and-contracts', '^src/core/ports', '.', {
      pathNot: ['^src/core/(kernel|domain|contracts|ports)', 'vitest', 'fast-check'],
    }),
    {
      name: 'adapters-only-from-compose',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/compose\\.ts$', '\\.test\\.ts$', '^src/core/adapters'] },
      to: { path: '^src/core/adapters' },
    },
    layer('commands-do-not-know-http', '^src/control-plane-api/(commands|queries)', '^src/control-plane-api/http'),
    layer('ui-only-core-vocabulary', '^src/ui', '^src/', { pathNot: '^src/(ui|core/(kernel|domain|contracts))/' }),
    layer(
      'controllers-send-commands',
      '^src/(resource-scheduler|[^/]+-controller)/[^/]+/(?!.*\\.test\\.ts$)',
      '^src/core/ports/[^/]+-store/',
    ),
    {
      name: 'services-do-not-import-each-other',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/core/'] },
    },
    {
      name: 'tests-are-leaves',
      severity: 'error',
      from: { pathNot: '\\.(test|contract)\\.ts$|contract\\.ts$' },
      to: { path: '\\.test\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
