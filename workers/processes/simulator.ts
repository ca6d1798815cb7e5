import { startSimulator } from '#simulator/main';
import { loadSimulatorConfig } from '#simulator/config';
import { readEnvironment } from '../config';
import { runProcess } from './lifecycle';

void runProcess('simulator', (logger) => startSimulator({ ...loadSimulatorConfig(readEnvironment()), logger }));
