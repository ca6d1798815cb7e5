import type { LimitRules } from '../limits/types';
import type { SearchRules } from '../search/types';
import type { SurveyRule } from '../survey/types';

/** A program, as `programs/*.yaml` describes it. The zod schema beside this file checks the border; these types rule after it. */
export interface Program {
  /** File name without `.yaml`; part of workflow IDs. */
  id: string;
  title: string;
  description: string;
  /** ISO 4217; every amount of this program is in its minor units. */
  currency: string;
  /** ISO 3166-1 alpha-2 countries that the program ships to; `['*']` is the whole world. */
  regions: string[];
  plans: Plan[];
  cycle: CycleRules;
  billing: BillingRules;
  delivery: DeliveryRules;
  shipment: ShipmentRules;
  selection: SelectionRules;
  catalog: CatalogMapping;
  schedule: ScheduleRules;
  /** What a customer who sends an item back is told to do; absent: that somebody will write to them. */
  returns?: { instructions: string };
  /** What customers are asked, and when. */
  surveys?: SurveyRule[];
  /** What is being tried out on a part of the customers. */
  experiments?: Experiment[];
  /** How the selection model is refreshed; absent: as `learningOf` says. */
  learning?: Partial<LearningRules>;
  /** Sizes of what the program sends; absent: its items have none. */
  sizing?: SizingRules;
  /** What search knows of the program's words and prices; absent parts: as `searchRulesOf` says. */
  search?: Partial<SearchRules>;
  /** How much of it one customer may use; absent parts: as `limitsOf` says. */
  limits?: Partial<LimitRules>;
}

export interface Plan {
  id: string;
  title: string;
  /** Charged per cycle that ships. */
  chargeCents: number;
  cadence: Cadence;
  /** The dearest item that this plan may send, in minor units of list price. */
  maxItemPriceCents: number;
  /** The cheapest item that this plan may send, in minor units of list price; absent: any. */
  minItemPriceCents?: number;
}

export interface Cadence {
  every: number;
  unit: 'week' | 'month';
}

/** Local wall-clock rules, in the customer's IANA zone. */
export interface CycleRules {
  /** Hour of the local day (0-23) at which a cycle opens. The first one opens at sign-up. */
  openHour: number;
  /** Whole local days from the opening day to the cutoff day (at least 1). */
  openDays: number;
  /** Hour of the local day (0-23) of the cutoff. */
  cutoffHour: number;
  /** Local days from cutoff to handoff; 0 hands off as soon as the charge went through. */
  shipDaysAfterCutoff: number;
}

export interface BillingRules {
  /** Business days after the first declined charge on which it is tried again, ascending. Then: past due. */
  dunningDays: number[];
}

export interface DeliveryRules {
  method: 'parcel';
  service: 'standard' | 'express' | 'international';
  /** Business days after handoff after which an undelivered parcel asks for attention. */
  overdueDays: number;
}

export interface ShipmentRules {
  /** Business days that a parked shipment waits for ops before it is abandoned and refunded. */
  parkedDays: number;
  /** Business hours after delivery at which the customer is asked for a rating. */
  ratingRequestHours: number;
  /** When the picked item is gone at the cutoff: send the next alternative, or park. What a customer chose is never substituted. */
  outOfStock: 'substitute' | 'park';
}

export interface SelectionRules {
  /** Items belong to the program when their category path contains one of `include` and none of `exclude`. */
  categories: { include: string[]; exclude: string[] };
  /** Items whose title contains one of these words (or phrases) are not the program's, whatever their category. */
  excludeTitles?: string[];
  /** Ages in years that the program is for; items that state other ages are not eligible. Absent: any age. */
  ages?: { min: number; max: number };
  /** What a customer may like or dislike; an item has an interest when its category path or title contains a word of `match`. */
  interests: Interest[];
  /** Prior of the rating's shrinkage: `reviews` imagined reviews at `stars`. */
  ratingPrior: { reviews: number; stars: number };
  weights: SelectionWeights;
}

export interface Interest {
  id: string;
  title: string;
  match: string[];
}

export interface SelectionWeights {
  rating: number;
  awards: number;
  preference: number;
  novelty: number;
  /** The most that an age range which is made for this age adds, over one that just admits it; 0.5 unless told. */
  age?: number;
  /** The most that what was learned from customers can set two items apart; 2 unless told, 0: learn nothing. */
  learned?: number;
}

/** How a merchant's CSV becomes items. Values are column names of the file's header. */
export interface CatalogMapping {
  categorySeparator: string;
  columns: {
    sku: string;
    title: string;
    category: string;
    brand?: string;
    price: string;
    stock?: string;
    reviewCount?: string;
    rating?: string;
    /** These three only enrich an item, so a file may lack them; every other mapped column must be in the header. */
    awards?: string;
    ageMin?: string;
    ageMax?: string;
    /** Both or neither, and only with `sizing`: what the sizes of one thing have in common, and which of them it is. */
    style?: string;
    size?: string;
  };
  /** Stock of a row whose stock cell is empty; absent: the row is refused. */
  defaultStock?: number;
}

export interface ScheduleRules {
  /** Subscriptions are spread over this many cohorts, each with a Temporal Schedule. */
  cohorts: number;
  /** How often each cohort's Schedule looks for due subscriptions. */
  everyMinutes: number;
  /** Cap of the rate at which one cohort run signals subscriptions. */
  opensPerSecond: number;
}

/** Each customer is in one arm, by a stable hash (`domain/experiments`). */
export interface Experiment {
  id: string;
  title: string;
  /** At least two. Differences are told against the first. */
  arms: ExperimentArm[];
  /** ISO 8601 instants of business time: cycles that open from the first on and before the second take part. Absent: open. */
  startsAt?: string;
  endsAt?: string;
}

export interface ExperimentArm {
  id: string;
  /** Part of the customers, more than 0; the shares of an experiment add up to 1. */
  share: number;
  /** What is different in this arm; absent: nothing. */
  selection?: ArmSelection;
  search?: ArmSearch;
}

export interface ArmSearch {
  /** False: searches of this arm do without the customer's taste. */
  personalized?: boolean;
}

export interface ArmSelection {
  /** Weights that replace the program's. */
  weights?: Partial<SelectionWeights>;
  /** False: picks of this arm do without the trained model. */
  learned?: boolean;
}

export interface LearningRules {
  /** Hours between two refreshes of the selection model. */
  everyHours: number;
  /** Customers with at least two items whom training needs; below that the program's rules select alone. */
  minCustomers: number;
  /** Cap of the rate at which rankings are worked out ahead, in customers a second. */
  rankingsPerSecond: number;
}

/** Sizes of things that are worn. An item is one size of a style: a SKU with stock of its own. */
export interface SizingRules {
  kind: 'clothes' | 'shoes';
  /** Smallest first. */
  sizes: SizeRule[];
  /** Business hours after delivery at which the customer is asked whether it fits; absent: they are not asked. */
  fitSurvey?: { delayHours: number };
}

export interface SizeRule extends SizeChart {
  /** As the catalog and customers have it: `M`, `42`. */
  label: string;
  /** Ascending: what the fit model learns with. */
  ordinal: number;
}

/** Measurements that a size is made for. Absent: the chart says nothing of them. */
export interface SizeChart {
  heightCm?: MeasurementRange;
  weightKg?: MeasurementRange;
  bustBandCm?: MeasurementRange;
  footLengthCm?: MeasurementRange;
}

export interface MeasurementRange {
  min: number;
  max: number;
}
