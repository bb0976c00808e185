/** Compiles src to dist, bundles the recorder's daemon and the page of HTML reports, and writes the oclif manifest. Run through `npm run build`. */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { manifestText } from './manifest.ts';
import { bundlePage } from './page-bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', root], { stdio: 'inherit' });
chmodSync(`${root}dist/cli.js`, 0o755);
await bundle(`${root}dist/recorder-daemon.js`, `${root}dist/daemon`);
await bundlePage(root);
writeFileSync(`${root}oclif.manifest.json`, await manifestText(root));
