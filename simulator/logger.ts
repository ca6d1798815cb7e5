/** The part of a pino logger that the simulator uses. */
export interface SimulatorLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: SimulatorLogger = { info: () => {}, warn: () => {}, error: () => {} };
