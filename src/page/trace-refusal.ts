/** The file is nothing that this page can read. The message is for people. */
export class TraceRefusal extends Error {}
