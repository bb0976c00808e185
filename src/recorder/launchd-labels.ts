/** The two jobs of an armed recording: eslogger, which holds the only grant, and the recorder, which needs none. */
export const ESLOGGER_JOB = 'esdrift.eslogger';
export const RECORDER_JOB = 'esdrift.recorder';
