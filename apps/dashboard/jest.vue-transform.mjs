// Compiles a single-file component for Jest: script and template by Vue's own compiler, TypeScript by SWC. Styles are left out.
import { createHash } from 'node:crypto';
import { transformSync } from '@swc/core';
import { compileScript, parse } from 'vue/compiler-sfc';

function process(source, filename) {
  const { descriptor, errors } = parse(source, { filename });
  if (errors.length > 0) throw errors[0];
  const id = createHash('sha256').update(filename).digest('hex').slice(0, 8);
  const script = compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: 'component' });
  return transformSync(`${script.content}\nexport default component;`, {
    filename: `${filename}.ts`,
    sourceMaps: 'inline',
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
}

export default { process };
