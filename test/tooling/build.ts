/** Makes dist and the oclif manifest from src. Run through `npm run build`; types are checked apart from it. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleDaemon, bundleProgram } from './bundle.ts';
import { licenceTexts } from './licences.ts';
import { manifestText } from './manifest.ts';
import { bundlePage } from './page-bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const [modules] = await Promise.all([bundleProgram(root), bundleDaemon(root), bundlePage(root)]);
writeFileSync(`${root}dist/LICENCES.txt`, licenceTexts(modules));
chmodSync(`${root}dist/cli.js`, 0o755);
writeFileSync(`${root}oclif.manifest.json`, await manifestText(root));
