import { readFileSync } from 'node:fs';

/**
 * The architecture as a table: for each app, the steps a step may import from (besides itself, @weir/model and packages).
 * An arrow points only to a step's inputs; nothing calls back up. docs/architecture.md draws the same picture.
 * Files directly under `src` (main, the module that wires the steps) may import every step of their own app.
 */
export const STEPS = {
  agent: {
    procfs: [],
    cgroupfs: ['procfs'],
    platform: ['procfs'],
    discover: ['procfs'],
    collect: ['cgroupfs', 'discover', 'platform', 'procfs'],
    delta: ['collect'],
    publish: ['delta', 'discover', 'procfs'],
    enrol: ['publish'],
    control: [],
    tasks: ['collect', 'control', 'delta', 'discover', 'publish'],
    config: ['collect', 'discover', 'enrol', 'procfs', 'publish'],
    serve: ['collect', 'control', 'discover', 'publish'],
    doctor: ['config', 'discover', 'enrol', 'procfs', 'publish'],
  },
  aggregator: {
    config: [],
    metrics: ['config'],
    nats: ['background', 'config'],
    identity: [],
    background: [],
    clock: [],
    calendar: [],
    store: ['background', 'clock', 'config', 'identity', 'metrics'],
    ingest: ['background', 'config', 'metrics', 'nats', 'store'],
    analyse: ['background', 'clock', 'config', 'metrics', 'nats', 'store'],
    alert: ['analyse', 'background', 'billing', 'calendar', 'clock', 'config', 'metrics', 'nats', 'query', 'store'],
    control: ['analyse', 'background', 'nats', 'store'],
    foresight: ['analyse', 'background', 'nats', 'query', 'store'],
    live: ['background', 'clock', 'config', 'identity', 'metrics', 'nats'],
    query: ['analyse', 'background', 'config', 'store'],
    jobs: ['access', 'background', 'config', 'metrics', 'query', 'store'],
    report: [
      'access',
      'alert',
      'analyse',
      'background',
      'billing',
      'calendar',
      'config',
      'jobs',
      'metrics',
      'nats',
      'query',
      'store',
    ],
    search: ['background', 'query', 'store'],
    billing: ['analyse', 'background', 'calendar', 'config', 'query', 'store'],
    'fleet-metrics': ['background', 'config', 'metrics', 'query', 'store'],
    capacity: ['background', 'config', 'metrics', 'nats', 'store'],
    tls: ['config'],
    access: ['background', 'config', 'query', 'store'],
    enrol: ['background', 'config', 'nats', 'store', 'tls'],
    doctor: ['access', 'capacity', 'clock', 'config', 'enrol', 'nats', 'store', 'tls'],
    health: ['analyse', 'background', 'capacity', 'clock', 'config', 'live', 'metrics', 'nats', 'query', 'store'],
    api: [
      'access',
      'alert',
      'background',
      'billing',
      'calendar',
      'capacity',
      'config',
      'control',
      'enrol',
      'health',
      'jobs',
      'live',
      'metrics',
      'nats',
      'query',
      'report',
      'search',
      'store',
    ],
  },
  dashboard: {
    format: [],
    api: [],
    composables: ['api', 'format'],
    charts: ['format', 'composables'],
    components: ['api', 'charts', 'composables', 'format'],
    pages: ['api', 'charts', 'components', 'composables', 'format'],
    styles: [],
  },
};

/** Folders of `analyse` that are functions of what they are given: besides one another they know the model, and nothing else. */
const PURE = ['baseline', 'correlation', 'engine', 'forecast', 'pattern', 'score', 'series', 'trend'];
const OUTSIDE = [...Object.keys(STEPS.aggregator), 'runner'].join('|');

/** Flat-config block that keeps them so. */
export const pureConfig = {
  files: [`apps/aggregator/src/analyse/{${PURE.join(',')}}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '^(?!@weir/model$|\\.)', message: 'What is pure imports no package and nothing of Node.' },
          {
            regex: `^(?:\\.\\./)+(?:(?:${OUTSIDE})/|analyse\\.module|ownership|lock-session)`,
            message: 'What is pure imports what is pure.',
          },
        ],
      },
    ],
  },
};

/** What a project declares is what it may import: no other app, and nothing that another project brought in. */
const packagesOf = (folder) => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL(`${folder}/package.json`, import.meta.url)),
  );
  return { module: { origin: 'external', source: Object.keys({ ...dependencies, ...devDependencies }) } };
};
const selector = (type, captured) => ({ element: { type, captured } });
const allowed = (from, ...to) => ({ from, allow: { to } });

/** What files directly under `src`, which wire the steps, may import. */
const mainPolicies = Object.entries(STEPS).flatMap(([app, steps]) => [
  allowed(selector('main', { app }), ...Object.keys(steps).map((step) => selector('step', { app, step }))),
  allowed(selector('main', { app }), selector('main', { app })),
  allowed(selector('main', { app }), packagesOf(`apps/${app}`)),
]);
const localPolicies = [
  allowed(selector('local'), packagesOf('deploy/local')),
  allowed(selector('local'), selector('local')),
];

/** The rule with what holds of all files, and what some may import besides. */
const dependencies = (...policies) => ({
  'boundaries/dependencies': [
    'error',
    {
      default: 'disallow',
      checkAllOrigins: true,
      policies: [
        { allow: { to: { module: { origin: 'core' } } } },
        { allow: { to: selector('model') } },
        ...policies,
        // The dashboard runs in a browser.
        {
          from: { element: { captured: { app: 'dashboard' } } },
          disallow: { to: { module: { origin: 'core' } } },
        },
        // The model runs in Node and in the browser, and depends on nothing.
        { from: { element: { type: 'model' } }, disallow: { to: { module: { origin: ['external', 'core'] } } } },
        // One folder knows the chart library, so that it can be replaced.
        {
          from: { element: { type: 'step', captured: { step: '!charts' } } },
          disallow: { to: { module: { source: ['apexcharts'] } } },
        },
      ],
    },
  ],
});

/** Of each step its row of the table alone: a lint that tries each row on each import takes half as long again. */
const stepConfigs = Object.entries(STEPS).flatMap(([app, steps]) =>
  Object.entries(steps).map(([step, inputs]) => ({
    files: [`apps/${app}/src/${step}/**/*.{ts,vue}`],
    rules: dependencies(
      allowed(selector('step', { app, step }), packagesOf(`apps/${app}`)),
      allowed(
        selector('step', { app, step }),
        ...[step, ...inputs].map((input) => selector('step', { app, step: input })),
      ),
    ),
  })),
);

/** Flat-config blocks that enforce the table. */
export const boundariesConfigs = (plugin) => [
  {
    files: ['apps/**/*.{ts,vue}', 'libs/**/*.ts', 'deploy/local/**/*.ts'],
    plugins: { boundaries: plugin },
    settings: {
      'import/resolver': {
        typescript: { project: ['apps/*/tsconfig.json', 'libs/*/tsconfig.json'], noWarnOnMultipleProjects: true },
      },
      'boundaries/elements': [
        { type: 'model', pattern: 'libs/model' },
        { type: 'step', pattern: 'apps/*/src/*', capture: ['app', 'step'] },
        { type: 'main', pattern: 'apps/*/src', capture: ['app'] },
        { type: 'local', pattern: 'deploy/local' },
      ],
    },
    rules: {
      'boundaries/no-unknown-dependencies': 'error',
      'boundaries/no-unknown-files': 'error',
      ...dependencies(...mainPolicies, ...localPolicies),
    },
  },
  ...stepConfigs,
];
