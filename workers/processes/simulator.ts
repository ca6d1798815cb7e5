import { startSimulator } from '#facade/simulator/main';
import { loadSimulatorConfig } from '../simulatorConfig';
import { runProcess } from './lifecycle';

void runProcess('simulator', (logger) => startSimulator({ ...loadSimulatorConfig(), logger }));
