/** Download of one asset: nsurlsessiond fetches, the unzip service unpacks while it streams, mobileassetd takes it over (JIN). */
import { nameOf } from '../disk.ts';
import type { Process } from '../process.ts';
import { join, type Act } from '../scheduler.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { DOWNLOAD_FOLDER } from './places.ts';
import type { Story } from './story.ts';

export interface Asset {
  readonly folder: string;
  readonly hash: string;
  readonly files: readonly string[];
  /** Unpacked by STExtractionService.privileged, where the version has it. */
  readonly archives: readonly string[];
  readonly parts: number;
  readonly minutes: number;
}

/** `StreamingUnzipService.privileged` and its newer sibling: XPC services that launchd starts for nsurlsessiond. */
function* extractor(story: Story, id: UpgradeProgram): Act<Process> {
  const { world } = story;
  const running = world.running(id);
  if (running !== undefined) return running;
  const program = world.program(id);
  const process = yield* world.kernel.launch(program, {
    args: [program.path, ...world.tweaks.extraArguments(id)],
    responsible: world.daemon('nsurlsessiond'),
  });
  world.adopt(id, process);
  return process;
}

export function* download(story: Story, asset: Asset): Act {
  const { world, random } = story;
  const { disk, kernel, scheduler } = world;
  const fetcher = world.daemon('nsurlsessiond');
  const temporary = `${DOWNLOAD_FOLDER}/${story.downloadName()}`;
  const unpacked = `${temporary}/${asset.hash}.asset`;

  disk.makeFolder(fetcher, temporary);
  const unzip = yield* extractor(story, 'unzip-service');
  disk.makeFolder(unzip, unpacked);
  const pauseMs = (asset.minutes * 60_000) / Math.max(1, asset.files.length + asset.archives.length);
  const tasks = [
    scheduler.start(fetch(story, fetcher, asset)),
    scheduler.start(unpack(story, unzip, unpacked, asset.files, pauseMs)),
  ];
  if (asset.archives.length > 0) {
    const id = world.traits.extractionService ? 'extraction-service' : 'unzip-service';
    const service = yield* extractor(story, id);
    tasks.push(scheduler.start(unpack(story, service, unpacked, asset.archives, pauseMs)));
  }
  yield* join(...tasks);

  const assetd = world.daemon('mobileassetd');
  yield* takeOver(story, assetd, unpacked, asset);
  disk.unlink(assetd, temporary);
  if (world.running('extraction-service') !== undefined && asset.archives.length > 0) {
    kernel.exit(world.daemon('extraction-service'));
  }
  yield random.around(500);
}

function* fetch(story: Story, fetcher: Process, asset: Asset): Act {
  const { world, random } = story;
  for (let part = 0; part < asset.parts; part++) {
    const path = `${DOWNLOAD_FOLDER}/${story.downloadName()}`;
    world.disk.write(fetcher, path);
    yield random.around((asset.minutes * 50_000) / asset.parts);
    world.disk.unlink(fetcher, path);
  }
}

function* unpack(
  story: Story,
  service: Process,
  folder: string,
  files: readonly string[],
  pauseMs: number,
): Act {
  for (const file of files) {
    story.world.disk.write(service, `${folder}/${file}`);
    yield story.random.around(pauseMs, 0.7);
  }
}

/** Since CVE-2022-46722: copied to a neighbour first, then moved into place, so that the copy belongs to mobileassetd. */
function* takeOver(story: Story, assetd: Process, unpacked: string, asset: Asset): Act {
  const { world, random } = story;
  const { disk } = world;
  const copy = `${asset.folder}/.${random.uuid()}/${asset.hash}.asset`;
  disk.makeFolder(assetd, copy);
  for (const file of [...asset.files, ...asset.archives]) {
    disk.clone(assetd, `${unpacked}/${file}`, `${copy}/${file}`);
    yield random.around(3);
  }
  yield random.around(200);
  disk.rename(assetd, copy, `${asset.folder}/${asset.hash}.asset`);
  yield random.around(50);
  disk.replace(assetd, `${asset.folder}/${nameOf(asset.folder)}.xml`);
  yield random.around(300);
}
