import boundaries from 'eslint-plugin-boundaries';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { boundariesConfigs, pureConfig } from './eslint.boundaries.mjs';

export default tseslint.config(
  { ignores: ['**/dist/', '**/coverage/', '.nx/', '.weir/', 'test/output/', '**/generated/', '**/*.d.ts'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,mjs,vue}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-implicit-coercion': 'error',
      complexity: ['error', 20],
      'max-depth': ['error', 3],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: false }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    // Injected classes look like types only, but Nest needs them at run time.
    files: ['apps/aggregator/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } } },
  {
    // Vue's formatting rules are Prettier's work.
    files: ['**/*.vue'],
    rules: {
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/no-v-html': 'error',
    },
  },
  // A suite is one long function by nature; scripts and benches talk to the terminal.
  {
    files: ['**/*.spec.ts', 'test/**'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['deploy/local/**', 'test/**', '**/*.mjs'], rules: { 'no-console': 'off' } },
  // Specs and their fixtures may look at anything of their own project.
  ...[...boundariesConfigs(boundaries), pureConfig].map((config) => ({
    ...config,
    ignores: ['**/*.spec.ts', '**/*.fixture.ts', '**/jest.config.mjs', '**/vite.config.ts'],
  })),
);
