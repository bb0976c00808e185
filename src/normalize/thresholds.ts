/**
 * How many children a directory may have before they become one hole, by prefix, and how much may lie below it in all.
 * The numbers are judgement, not measurement: high where every name means something, low where names are made up as needed.
 *
 * Each entry is a root of its own: its name is never swallowed by a hole of the directories above it, and what lies below it counts
 * towards its own budget only. Without that, a crowded neighbour could change how an entry is judged, and the result would depend
 * on the order in which traces are merged.
 */
export interface DirectoryPolicy {
  /** Template of the directory. Holes are matched as written. */
  readonly directory: string;
  /** Most distinct children, for this directory and all below it. */
  readonly children: number;
  /** What lies below the children is one hole from the start. */
  readonly shallow?: true;
}

/** The limits a tree is held to. Parameters only so that tests can reach them with small trees. */
export interface DirectoryLimits {
  readonly policies: PolicyNode;
  /** Most distinct children where no policy says otherwise. */
  readonly children: number;
  /** Depth → most that may lie below a directory so deep, each collapsed set weighing at least as much as what it stands for. */
  readonly budgets: ReadonlyMap<number, number>;
  /** The same for the root and for each directory of a policy, which sum up what is below them. */
  readonly rootBudget: number;
}

const DIRECTORY_POLICIES: readonly DirectoryPolicy[] = [
  { directory: '/System', children: 512 },
  { directory: '/System/Library/AssetsV2', children: 256 },
  { directory: '/System/Library/Caches', children: 32 },
  { directory: '/System/Volumes/Update', children: 128 },
  // The new system is laid out here, file by file; its shape is the release's content, not the upgrade's behaviour.
  { directory: '/System/Volumes/Update/mnt1', children: 0, shallow: true },
  { directory: '/macOS Install Data', children: 128 },
  { directory: '/usr', children: 512 },
  { directory: '/bin', children: 256 },
  { directory: '/sbin', children: 256 },
  { directory: '/Applications', children: 128 },
  { directory: '/Library', children: 128 },
  { directory: '/Library/LaunchDaemons', children: 512 },
  { directory: '/Library/LaunchAgents', children: 512 },
  { directory: '/Library/Caches', children: 16 },
  { directory: '/Library/Logs', children: 32 },
  { directory: '/Users/{user}', children: 32 },
  // What people call their own files is nobody's business and no behaviour of the system.
  { directory: '/Users/{user}/Desktop', children: 0, shallow: true },
  { directory: '/Users/{user}/Documents', children: 0, shallow: true },
  { directory: '/Users/{user}/Downloads', children: 0, shallow: true },
  { directory: '/Users/{user}/Movies', children: 0, shallow: true },
  { directory: '/Users/{user}/Music', children: 0, shallow: true },
  { directory: '/Users/{user}/Pictures', children: 0, shallow: true },
  { directory: '/Users/{user}/Library/Caches', children: 16 },
  { directory: '/Users/{user}/Library/LaunchAgents', children: 512 },
  { directory: '/Volumes/{volume}', children: 32 },
  { directory: '/var', children: 128 },
  { directory: '/var/folders', children: 16 },
  { directory: '/var/root/Library/Caches', children: 16 },
  { directory: '/var/log', children: 32 },
  { directory: '/var/tmp', children: 16 },
  { directory: '/tmp', children: 16 },
];

/** The policies as a tree, walked beside the tree of directories. */
export interface PolicyNode {
  readonly policy: DirectoryPolicy | undefined;
  readonly children: ReadonlyMap<string, PolicyNode>;
}

interface MutablePolicyNode {
  policy: DirectoryPolicy | undefined;
  children: Map<string, MutablePolicyNode>;
}

export function policyTree(policies: readonly DirectoryPolicy[]): PolicyNode {
  const root: MutablePolicyNode = { policy: undefined, children: new Map() };
  for (const policy of policies) {
    let node = root;
    for (const name of policy.directory.split('/').slice(1)) {
      let child = node.children.get(name);
      if (child === undefined) {
        child = { policy: undefined, children: new Map() };
        node.children.set(name, child);
      }
      node = child;
    }
    node.policy = policy;
  }
  return root;
}

export const DIRECTORY_LIMITS: DirectoryLimits = {
  policies: policyTree(DIRECTORY_POLICIES),
  children: 64,
  // A tree that grows without end is folded where it grows: it takes four such neighbours to fold the directory above.
  budgets: new Map([
    [2, 65_536],
    [3, 16_384],
    [4, 4096],
  ]),
  rootBudget: 262_144,
};
