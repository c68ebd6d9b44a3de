/**
 * `npm run check`: format, types, imports, lint, unit specs and what keeps the tree and its pages true,
 * side by side, in a minute or two.
 * Each step's output is shown when it has ended; a step that fails fails the whole.
 */
import { spawn } from 'node:child_process';

const unit = 'jest/bin/jest.js libs apps --maxWorkers=1';

const steps = {
  'unit 1/2': `${unit} --shard=1/2`,
  lint: 'eslint/bin/eslint.js apps libs test --cache --cache-location node_modules/.cache/eslint/',
  'unit 2/2': `${unit} --shard=2/2`,
  pages: 'jest/bin/jest.js test/architecture --selectProjects house',
  types: 'typescript/bin/tsc -p tsconfig.json --incremental --tsBuildInfoFile node_modules/.cache/tsc/tsbuildinfo',
  imports: 'dependency-cruiser/bin/dependency-cruise.mjs apps libs test --config .dependency-cruiser.cjs',
  format: 'prettier/bin/prettier.cjs --check --cache --log-level=warn apps libs test .ci *.{js,cjs,json}',
};

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

function run([name, command]) {
  const begun = Date.now();
  const options = ['--experimental-vm-modules', '--no-warnings', ...`node_modules/${command}`.split(' ')];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      const isGood = code === 0;
      console.log(`${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds(begun)}`);
      // What passed only hides what failed, above all where just the beginning of a log is kept.
      if (!isGood)
        console.log(
          Buffer.concat(output)
            .toString()
            .replace(/^PASS .*\n/gm, '')
            .trimEnd(),
        );
      resolve(isGood);
    });
  });
}

// The heavy ones first, two at a time: more would only take turns on a small machine.
const waiting = Object.entries(steps);
const results = [];
async function work() {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step));
}
await Promise.all([work(), work()]);

const failed = results.filter((isGood) => !isGood).length;
console.log(
  failed === 0 ? `check passed in ${seconds(started)}` : `check: ${failed} of ${results.length} steps failed`,
);
process.exit(failed === 0 ? 0 : 1);
