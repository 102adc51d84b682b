//! Our compact clinical table: a problem, how it is coded, what is taken and measured for it, and what a
//! nurse and a patient talk about. The words are our own; no clinician's advice is meant by them.

use crate::measures::*;
use crate::medications::*;

/// A problem as it stands on a problem list.
pub(crate) struct Problem {
    pub(crate) icd10: &'static str,
    pub(crate) snomed: &'static str,
    pub(crate) name: &'static str,
    /// Why it endangers this patient (ELIG-01): what the clinician signs. Empty for what makes no candidate.
    pub(crate) risk: &'static str,
    pub(crate) goal: &'static str,
    pub(crate) medications: &'static [&'static Medication],
    pub(crate) measures: &'static [&'static Measure],
    /// What a call about it is like.
    pub(crate) talks: &'static [&'static str],
}

pub(crate) static HYPERTENSION: Problem = Problem {
    icd10: "I10",
    snomed: "59621000",
    name: "High blood pressure",
    risk: "Uncontrolled pressure puts this patient at significant risk of stroke and kidney injury.",
    goal: "Home blood pressure below 130/80 on five of seven days by the next review",
    medications: &[&LISINOPRIL, &AMLODIPINE],
    measures: &[&CREATININE, &POTASSIUM],
    talks: &[
        "Home pressures run 126 to 138 over the 70s; takes the tablet each morning and has not missed a dose.",
        "Reviewed the cuff technique by phone; two high readings followed salty meals, so we talked through labels.",
    ],
};

pub(crate) static DIABETES: Problem = Problem {
    icd10: "E11.65",
    snomed: "44054006",
    name: "Type 2 diabetes with high glucose",
    risk: "Glucose above goal puts this patient at significant risk of infection, nerve damage and loss of sight.",
    goal: "Hemoglobin A1c below 7.5 % at the next laboratory check",
    medications: &[&METFORMIN, &EMPAGLIFLOZIN],
    measures: &[&HEMOGLOBIN_A1C, &GLUCOSE],
    talks: &[
        "Fasting sugars 118 to 164 this week. Walks after supper now and will write the numbers down for us.",
        "Two mornings over 180 after late snacks; agreed on a smaller evening plate and a check-in next week.",
    ],
};

pub(crate) static DIABETIC_KIDNEY: Problem = Problem {
    icd10: "E11.22",
    snomed: "127013003",
    name: "Type 2 diabetes with kidney disease",
    risk: "Falling kidney function with diabetes carries a significant risk of dialysis and of cardiac death.",
    goal: "Hemoglobin A1c below 7.5 % and no further fall of kidney function",
    medications: &[&EMPAGLIFLOZIN, &GLARGINE],
    measures: &[&HEMOGLOBIN_A1C, &GLUCOSE, &CREATININE],
    talks: &[
        "Morning sugars between 110 and 150 on the present insulin dose; no lows. Knows to avoid ibuprofen.",
        "Went over the kidney numbers from the last draw in plain words and booked the next one.",
    ],
};

pub(crate) static DIABETIC_NEUROPATHY: Problem = Problem {
    icd10: "E11.42",
    snomed: "368581000119106",
    name: "Type 2 diabetes with nerve damage in the feet",
    risk: "Loss of feeling in the feet puts this patient at significant risk of ulcers, falls and amputation.",
    goal: "Feet checked every day and no open skin",
    medications: &[&METFORMIN, &GABAPENTIN],
    measures: &[&HEMOGLOBIN_A1C, &GLUCOSE],
    talks: &[
        "Feet look sound by the daughter's account; tingling is worse at night but bearable since the capsule.",
        "Has new shoes with a wide toe and checks the soles with a hand mirror every evening.",
    ],
};

pub(crate) static KIDNEY_3A: Problem = Problem {
    icd10: "N18.31",
    snomed: "700378005",
    name: "Chronic kidney disease, stage 3a",
    risk: "Kidney disease is expected to progress and raises the risk of cardiac events and drug injury.",
    goal: "Kidney function steady at the next two draws",
    medications: &[],
    measures: &[&GLOMERULAR_FILTRATION, &CREATININE, &POTASSIUM],
    talks: &["Drinks about six glasses a day and keeps clear of over-the-counter pain tablets."],
};

pub(crate) static KIDNEY_3B: Problem = Problem {
    icd10: "N18.32",
    snomed: "700379002",
    name: "Chronic kidney disease, stage 3b",
    risk: "Advanced loss of kidney function carries a significant risk of hospital care and decline.",
    goal: "Seen by nephrology within three months and kidney function steady",
    medications: &[],
    measures: &[&GLOMERULAR_FILTRATION, &CREATININE, &POTASSIUM],
    talks: &[
        "Ankles no more swollen than last week; nephrology visit is on the calendar and a ride is arranged.",
    ],
};

pub(crate) static HYPERTENSIVE_KIDNEY: Problem = Problem {
    icd10: "I12.9",
    snomed: "38481006",
    name: "High blood pressure with kidney disease",
    risk: "Pressure above goal speeds the loss of kidney function and raises the risk of stroke.",
    goal: "Home blood pressure below 130/80 with kidney function steady",
    medications: &[&LOSARTAN, &AMLODIPINE],
    measures: &[&CREATININE, &POTASSIUM],
    talks: &["Pressures 122 to 134 in the morning. Lightheaded once on standing quickly; none since."],
};

pub(crate) static HYPERTENSIVE_HEART: Problem = Problem {
    icd10: "I11.0",
    snomed: "46113002",
    name: "High blood pressure with heart failure",
    risk: "Pressure and fluid together carry a significant risk of sudden worsening and hospital care.",
    goal: "Home blood pressure below 130/80 and weight within 2 kg of the dry weight",
    medications: &[&LOSARTAN],
    measures: &[&POTASSIUM],
    talks: &["Weighs every morning before breakfast; pressure 118 to 130. Sleeps on one pillow."],
};

pub(crate) static HEART_KIDNEY: Problem = Problem {
    icd10: "I13.0",
    snomed: "8501000119104",
    name: "High blood pressure with heart failure and kidney disease",
    risk: "Heart and kidneys fail together: significant risk of death and of repeated hospital care.",
    goal: "No emergency visit for fluid in the next six months",
    medications: &[&LOSARTAN],
    measures: &[&POTASSIUM, &CREATININE],
    talks: &["Weight up 0.4 kg since Monday, no new swelling; knows to call us at 1.5 kg in a day."],
};

pub(crate) static HEART_FAILURE_SYSTOLIC: Problem = Problem {
    icd10: "I50.22",
    snomed: "441481004",
    name: "Heart failure with a weak pump",
    risk: "Reduced pumping carries a significant risk of fluid overload, arrhythmia and death.",
    goal: "Daily weight recorded, no gain above 1.5 kg in a day",
    medications: &[&CARVEDILOL, &FUROSEMIDE, &SPIRONOLACTONE],
    measures: &[&NT_PROBNP, &POTASSIUM],
    talks: &[
        "Weight steady within half a kilo for nine days. Climbs one flight without stopping.",
        "Skipped the water tablet on two travel days; weight is back down and there is no breathlessness now.",
    ],
};

pub(crate) static HEART_FAILURE_DIASTOLIC: Problem = Problem {
    icd10: "I50.32",
    snomed: "441530006",
    name: "Heart failure with a stiff heart",
    risk: "Stiff heart muscle carries a significant risk of sudden fluid in the lungs and hospital care.",
    goal: "Daily weight recorded, salt below 2 g a day",
    medications: &[&FUROSEMIDE],
    measures: &[&NT_PROBNP, &POTASSIUM],
    talks: &[
        "No swelling today and weight is unchanged. Reads soup labels now and has dropped two brands.",
        "A little more breathless on the stairs since Sunday; took the extra tablet as the plan says, better today.",
    ],
};

pub(crate) static CORONARY: Problem = Problem {
    icd10: "I25.10",
    snomed: "53741008",
    name: "Coronary artery disease",
    risk: "Narrowed arteries carry a significant risk of heart attack and death.",
    goal: "Walks 20 minutes on five days a week without chest discomfort",
    medications: &[&ASPIRIN, &ATORVASTATIN, &METOPROLOL],
    measures: &[&LDL],
    talks: &[
        "No chest discomfort this month; walks to the library and back. Has the spray in every coat.",
        "Asked about muscle aches on the statin: none. Refill was due and has been requested.",
    ],
};

pub(crate) static LIPIDS: Problem = Problem {
    icd10: "E78.5",
    snomed: "55822004",
    name: "High cholesterol",
    risk: "Raised lipids with the other problems put this patient at significant risk of heart attack.",
    goal: "LDL cholesterol below 70 mg/dL",
    medications: &[&ATORVASTATIN],
    measures: &[&CHOLESTEROL, &LDL, &HDL, &TRIGLYCERIDES],
    talks: &[
        "Takes the evening tablet with the crossword; last LDL was discussed and the next draw is booked.",
    ],
};

pub(crate) static ATRIAL_FIBRILLATION: Problem = Problem {
    icd10: "I48.0",
    snomed: "282825002",
    name: "Atrial fibrillation that comes and goes",
    risk: "Irregular rhythm carries a significant risk of stroke, and its treatment a risk of bleeding.",
    goal: "No missed dose of the blood thinner and no fall",
    medications: &[&APIXABAN, &METOPROLOL],
    measures: &[&HEART_RATE, &CREATININE],
    talks: &[
        "One flutter of ten minutes on Thursday, settled by itself. No bruises or nosebleeds on the blood thinner.",
        "Pill box checked by phone: both doses taken every day. Dentist asked about the blood thinner; letter sent.",
    ],
};

pub(crate) static ATRIAL_FIBRILLATION_WARFARIN: Problem = Problem {
    icd10: "I48.20",
    snomed: "426749004",
    name: "Lasting atrial fibrillation",
    risk: "Lasting irregular rhythm carries a significant risk of stroke, and warfarin one of bleeding.",
    goal: "INR between 2 and 3 at four of five checks",
    medications: &[&WARFARIN, &METOPROLOL],
    measures: &[&INR, &HEART_RATE],
    talks: &["Last INR 2.4 and the dose is unchanged. Keeps greens about the same from week to week."],
};

pub(crate) static LUNG: Problem = Problem {
    icd10: "J44.9",
    snomed: "13645005",
    name: "Chronic obstructive lung disease",
    risk: "Flare-ups carry a significant risk of hospital care and of lasting loss of breath.",
    goal: "No flare-up that needs steroids in the next six months",
    medications: &[&TIOTROPIUM, &FLUTICASONE_SALMETEROL, &ALBUTEROL],
    measures: &[&SATURATION],
    talks: &[
        "Used the rescue inhaler twice this week, sputum clear. Went through the steps of the inhaler together.",
        "Smoke in the valley made the mornings harder; stays in until noon and runs the air cleaner.",
    ],
};

pub(crate) static ASTHMA: Problem = Problem {
    icd10: "J45.40",
    snomed: "427295004",
    name: "Asthma, moderate",
    risk: "Poorly controlled asthma carries a significant risk of severe attacks.",
    goal: "Rescue inhaler needed on two days a week at most",
    medications: &[&FLUTICASONE_SALMETEROL, &MONTELUKAST, &ALBUTEROL],
    measures: &[&SATURATION],
    talks: &["Woke with a cough once. Rinses after the morning inhaler and has a spare for the car."],
};

pub(crate) static DEPRESSION: Problem = Problem {
    icd10: "F33.1",
    snomed: "18818009",
    name: "Depression, returning, moderate",
    risk: "Depression carries a significant risk of self-neglect, of decline and of worse control of the rest.",
    goal: "PHQ-9 below 10 at the next review",
    medications: &[&SERTRALINE],
    measures: &[],
    talks: &[
        "Mood is better since the choir began again; sleeps six hours. Denies thoughts of self-harm.",
        "PHQ-9 by phone gave 9, down from 13. Will see the counselor next week.",
    ],
};

pub(crate) static ALZHEIMER: Problem = Problem {
    icd10: "G30.1",
    snomed: "416975007",
    name: "Alzheimer's disease, late onset",
    risk: "Loss of memory is expected to progress to dependence, with risk of injury and wandering.",
    goal: "Safe at home with the day program on three days a week",
    medications: &[&DONEPEZIL],
    measures: &[],
    talks: &[
        "Spouse reports two nights of wandering to the door; a chime is now fitted and respite was discussed.",
    ],
};

pub(crate) static DEMENTIA: Problem = Problem {
    icd10: "F02.80",
    snomed: "52448006",
    name: "Dementia with Alzheimer's disease",
    risk: "Needs help with daily tasks; significant risk of falls and of missed medication.",
    goal: "Medication given by the caregiver every day",
    medications: &[],
    measures: &[],
    talks: &["Daughter fills the weekly box; no dose missed. Adult day program feedback is good."],
};

pub(crate) static PARKINSON: Problem = Problem {
    icd10: "G20.A1",
    snomed: "49049000",
    name: "Parkinson's disease",
    risk: "Stiffness and poor balance carry a significant risk of falls and of decline.",
    goal: "No fall in the next three months; exercises on five days a week",
    medications: &[&CARBIDOPA_LEVODOPA],
    measures: &[],
    talks: &["Stiffer before the noon dose; a diary for the neurologist was started. No fall since spring."],
};

pub(crate) static OSTEOPOROSIS: Problem = Problem {
    icd10: "M81.0",
    snomed: "64859006",
    name: "Thin bones with age",
    risk: "Thin bones carry a significant risk of hip fracture and loss of independence.",
    goal: "No fall; home safety list finished",
    medications: &[&ALENDRONATE],
    measures: &[],
    talks: &["Rugs are taped and the bath rail is in. Takes the bone tablet upright with water."],
};

pub(crate) static KNEES: Problem = Problem {
    icd10: "M17.0",
    snomed: "239873007",
    name: "Worn knees, both sides",
    risk: "Painful knees limit walking and carry a significant risk of falls and functional decline.",
    goal: "Walks to the mailbox and back twice a day",
    medications: &[&ACETAMINOPHEN],
    measures: &[],
    talks: &["Pain 4 of 10 after the stairs; water class twice a week helps. Therapy referral followed up."],
};

pub(crate) static RHEUMATOID: Problem = Problem {
    icd10: "M06.9",
    snomed: "69896004",
    name: "Rheumatoid arthritis",
    risk: "Joint damage and its treatment carry a significant risk of infection and disability.",
    goal: "Morning stiffness under 30 minutes",
    medications: &[&METHOTREXATE],
    measures: &[],
    talks: &[
        "Stiff for twenty minutes in the morning. Weekly tablets are taken on Sunday; blood test is up to date.",
    ],
};

pub(crate) static THYROID: Problem = Problem {
    icd10: "E03.9",
    snomed: "40930008",
    name: "Underactive thyroid",
    risk: "Untreated, it carries a significant risk of heart trouble and decline in an older patient.",
    goal: "TSH within range at the yearly check",
    medications: &[&LEVOTHYROXINE],
    measures: &[],
    talks: &["Takes the thyroid tablet an hour before coffee, apart from calcium."],
};

pub(crate) static GOUT: Problem = Problem {
    icd10: "M10.9",
    snomed: "90560007",
    name: "Gout",
    risk: "Flare-ups limit walking and their usual treatment endangers weak kidneys.",
    goal: "No flare-up in the next three months",
    medications: &[&ALLOPURINOL],
    measures: &[],
    talks: &["No flare since June. Cut back on beer and keeps the tablets by the kettle."],
};

pub(crate) static PREDIABETES: Problem = Problem {
    icd10: "R73.03",
    snomed: "15777000",
    name: "Prediabetes",
    risk: "",
    goal: "",
    medications: &[],
    measures: &[&BORDERLINE_A1C],
    talks: &[],
};

pub(crate) static BODY_MASS: Problem = Problem {
    icd10: "Z68.31",
    snomed: "162864005",
    name: "Body mass index above 30",
    risk: "",
    goal: "",
    medications: &[],
    measures: &[&BODY_MASS_INDEX],
    talks: &[],
};

pub(crate) static ANEMIA: Problem = Problem {
    icd10: "D64.9",
    snomed: "271737000",
    name: "Anemia",
    risk: "",
    goal: "",
    medications: &[&FERROUS_SULFATE],
    measures: &[&HEMOGLOBIN],
    talks: &[],
};

/// Problems that go together in one person, coded as a coder would code them together.
pub(crate) type Profile = &'static [&'static Problem];

pub(crate) static PROFILES: &[Profile] = &[
    &[&DIABETES, &HYPERTENSION, &LIPIDS],
    &[&DIABETIC_KIDNEY, &KIDNEY_3A, &HYPERTENSIVE_KIDNEY],
    &[&HYPERTENSIVE_HEART, &HEART_FAILURE_DIASTOLIC, &ATRIAL_FIBRILLATION],
    &[&LUNG, &HYPERTENSION],
    &[&CORONARY, &HYPERTENSION, &LIPIDS],
    &[&HEART_FAILURE_SYSTOLIC, &HYPERTENSIVE_HEART, &CORONARY],
    &[&OSTEOPOROSIS, &KNEES, &HYPERTENSION],
    &[&DEPRESSION, &THYROID, &HYPERTENSION],
    &[&DIABETIC_NEUROPATHY, &HYPERTENSION],
    &[&ALZHEIMER, &DEMENTIA, &HYPERTENSION],
    &[&ATRIAL_FIBRILLATION_WARFARIN, &HYPERTENSION, &KNEES],
    &[&HEART_KIDNEY, &HEART_FAILURE_DIASTOLIC, &KIDNEY_3B],
    &[&PARKINSON, &DEPRESSION],
    &[&ASTHMA, &HYPERTENSION, &OSTEOPOROSIS],
    &[&HYPERTENSIVE_KIDNEY, &KIDNEY_3B, &GOUT],
    &[&RHEUMATOID, &OSTEOPOROSIS],
    &[&LUNG, &CORONARY, &LIPIDS],
    &[&DIABETES, &DEPRESSION, &LIPIDS],
];
