const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets the first SIGINT, SIGTERM or SIGHUP ask for an orderly end instead of ending the process. The next one ends it, as usual:
 * what was flushed by then is on its way to the disk, and the partial file stays.
 */
export function stopOnSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    for (const name of SIGNALS) process.removeListener(name, stop);
    controller.abort();
  };
  for (const name of SIGNALS) {
    process.removeAllListeners(name);
    process.on(name, stop);
  }
  return controller.signal;
}
