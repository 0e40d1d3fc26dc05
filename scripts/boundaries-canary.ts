/**
 * A miniature tree that breaks every boundary rule once. The check cruises it with the real rules and fails when one of
 * them stays silent; so a rule that was mistyped, or a tool that sees nothing, cannot pass for a clean tree.
 */

const importing = (...paths: readonly string[]): string => paths.map((path) => `import '${path}';\n`).join('');
const leaf = 'export const leaf = 1;\n';

const packageFiles = {
  'package.json': JSON.stringify({ name: 'canary', type: 'module', private: true }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true } }),
  ...Object.fromEntries(
    ['vitest', 'fastify', 'undeclared'].flatMap((name) => [
      [
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
      ],
      [`node_modules/${name}/index.js`, leaf],
    ]),
  ),
};

const coreFiles = {
  'src/core/kernel/leaf.ts': leaf,
  'src/core/domain/leaf.ts': leaf,
  'src/core/contracts/leaf.ts': leaf,
  'src/core/ports/leaf.ts': leaf,
  'src/core/ports/state-store/index.ts': leaf,
  'src/core/adapters/leaf.ts': leaf,
  'src/core/kernel/a.ts': importing('../domain/leaf.ts'),
  'src/core/domain/a.ts': importing('../contracts/leaf.ts'),
  'src/core/contracts/a.ts': importing('../ports/leaf.ts'),
  'src/core/ports/a.ts': importing('../adapters/leaf.ts'),
  'src/core/placement/a.ts': importing('../contracts/leaf.ts'),
  'src/core/reconcile/a.ts': importing('../adapters/leaf.ts'),
  'src/core/adapters/a.ts': importing('../../ui/leaf.ts'),
  'src/core/kernel/a.test.ts': importing('../domain/leaf.ts'),
  'src/core/domain/a.test.ts': importing('../contracts/leaf.ts'),
  'src/core/contracts/a.test.ts': importing('../ports/leaf.ts'),
  'src/core/ports/a.test.ts': importing('../placement/a.ts'),
  'src/core/placement/a.test.ts': importing('../contracts/leaf.ts'),
  'src/core/reconcile/a.test.ts': importing('../placement/a.ts'),
};

const programFiles = {
  'src/ui/leaf.ts': leaf,
  'src/lcm/leaf.ts': leaf,
  'simulators/aws/leaf.ts': leaf,
  'scripts/leaf.ts': leaf,
  'src/worker-controller/leaf.ts': leaf,
  'src/control-plane-api/http/leaf.ts': leaf,
  'src/resource-scheduler/circle-a.ts': importing('./circle-b.ts'),
  'src/resource-scheduler/circle-b.ts': importing('./circle-a.ts'),
  'src/resource-scheduler/a.ts': importing(
    './no-such-file.ts',
    'undeclared',
    'vitest',
    './b.test.ts',
    '../core/adapters/leaf.ts',
    '../core/ports/state-store/index.ts',
    '../worker-controller/leaf.ts',
    '../lcm/leaf.ts',
    '../../simulators/aws/leaf.ts',
    '../../scripts/leaf.ts',
  ),
  'src/resource-scheduler/b.test.ts': leaf,
  'src/control-plane-api/commands/a.ts': importing('../http/leaf.ts'),
  'src/ui/a.ts': importing('../core/ports/leaf.ts', '../core/contracts/leaf.ts'),
  'simulators/aws/a.ts': importing('../../src/worker-controller/leaf.ts', '../cml/leaf.ts'),
  'simulators/cml/leaf.ts': leaf,
};

export const canaryFiles: Readonly<Record<string, string>> = { ...packageFiles, ...coreFiles, ...programFiles };
