import type { ProcessImage } from '../model/event.ts';

/** What a tree needs to know of a process in one line; -1 stands for a token that is not there. */
export interface ProcessFacts {
  executable: string;
  signingId: string | undefined;
  teamId: string | undefined;
  cdhash: string | undefined;
  codesigningFlags: number;
  isPlatformBinary: boolean;
  isEsClient: boolean;
  validationCategory: number | undefined;
  startTime: string | undefined;
  originalPpid: number;
  pid: number;
  pidversion: number;
  parentPid: number;
  parentVersion: number;
  responsiblePid: number;
  responsibleVersion: number;
}

export const ABSENT = -1;

export function emptyFacts(): ProcessFacts {
  return {
    executable: '',
    signingId: undefined,
    teamId: undefined,
    cdhash: undefined,
    codesigningFlags: 0,
    isPlatformBinary: false,
    isEsClient: false,
    validationCategory: undefined,
    startTime: undefined,
    originalPpid: ABSENT,
    pid: ABSENT,
    pidversion: ABSENT,
    parentPid: ABSENT,
    parentVersion: ABSENT,
    responsiblePid: ABSENT,
    responsibleVersion: ABSENT,
  };
}

export function factsOf(image: ProcessImage): ProcessFacts {
  const { token, parentToken, responsibleToken } = image;
  return {
    executable: image.executable,
    signingId: image.signingId,
    teamId: image.teamId,
    cdhash: image.cdhash,
    codesigningFlags: image.codesigningFlags,
    isPlatformBinary: image.isPlatformBinary,
    isEsClient: image.isEsClient,
    validationCategory: image.validationCategory,
    startTime: image.startTime,
    originalPpid: image.originalPpid,
    pid: token.pid,
    pidversion: token.pidversion,
    parentPid: parentToken?.pid ?? ABSENT,
    parentVersion: parentToken?.pidversion ?? ABSENT,
    responsiblePid: responsibleToken?.pid ?? ABSENT,
    responsibleVersion: responsibleToken?.pidversion ?? ABSENT,
  };
}
