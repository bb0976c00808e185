import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Which folder of src may import which: the one direction of the data.
 * src/README.md explains the map. A folder may always import itself and the leaf files at the top of src.
 */
const mayImport = {
  model: [],
  platform: ['model'],
  schema: ['model'],
  eslogger: ['model'],
  normalize: ['model'],
  trace: ['model', 'platform', 'schema', 'eslogger'],
  recorder: ['model', 'platform', 'schema', 'eslogger', 'trace'],
  events: ['model', 'platform', 'eslogger', 'processes', 'trace', 'normalize'],
  processes: ['model', 'eslogger'],
  facts: ['model', 'eslogger', 'processes', 'normalize'],
  baseline: ['model', 'normalize', 'facts'],
  drift: ['model', 'baseline', 'normalize'],
  detection: ['model', 'eslogger', 'normalize', 'processes', 'facts'],
  history: ['model', 'baseline', 'drift'],
  views: ['model', 'eslogger', 'processes', 'normalize'],
  export: ['model', 'eslogger', 'normalize', 'processes', 'facts', 'baseline', 'report'],
  report: ['model'],
  page: ['model', 'eslogger', 'processes', 'detection', 'views', 'trace', 'report'],
  operations: [
    'model',
    'platform',
    'schema',
    'eslogger',
    'normalize',
    'trace',
    'events',
    'processes',
    'facts',
    'baseline',
    'drift',
    'detection',
    'history',
    'views',
    'recorder',
    'export',
  ],
  commands: ['model', 'operations', 'report'],
};
const folders = Object.keys(mayImport);
const nodeEdges = ['fs', 'fs/promises', 'child_process', 'zlib', 'worker_threads'];
/** Who may draw with what. */
const drawsWith = { report: ['chalk', 'diff'], page: ['diff'] };

const importRules = folders.map((folder) => {
  const allowed = new Set([...mayImport[folder], folder]);
  const forbidden = folders.filter((other) => !allowed.has(other));
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...(folder === 'platform'
              ? []
              : nodeEdges.map((name) => ({
                  name: `node:${name}`,
                  message: 'Only src/platform touches the system.',
                }))),
            ...['chalk', 'diff']
              .filter((name) => !(drawsWith[folder] ?? []).includes(name))
              .map((name) => ({ name, message: 'Only src/report and src/page draw.' })),
          ],
          patterns: [
            ...forbidden.map((other) => ({
              regex: `^(\\.\\./)+${other}/`,
              message: `src/${folder} may not import src/${other}: see the map in src/README.md.`,
            })),
            ...(['commands', 'operations'].includes(folder)
              ? []
              : [{ group: ['@oclif/*'], message: 'Only commands know oclif.' }]),
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '**/generated/', 'coverage/', 'wasm/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./test/tsconfig.json', './src/page/tsconfig.json', './test/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // `{ left, out, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only src/cli.ts ends the process.' },
      ],
    },
  },
  ...importRules,
  {
    files: ['src/page/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write', 'writeln', 'setHTMLUnsafe'].map(
          (property) => ({
            property,
            message: 'Text from a trace becomes text, never markup: src/page/dom.ts.',
          }),
        ),
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['test/**/*.ts'], rules: { 'no-console': 'off' } },
);
