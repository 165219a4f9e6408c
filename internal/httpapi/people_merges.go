package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
)

func (a peopleAPI) ListDuplicates(ctx context.Context, r api.ListDuplicatesRequestObject) (api.ListDuplicatesResponseObject, error) {
	all, err := a.people.Duplicates(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListDuplicates200JSONResponse{Items: each(all, toDuplicate), NextCursor: next("")}, nil
}

func (a peopleAPI) ListMerges(ctx context.Context, r api.ListMergesRequestObject) (api.ListMergesResponseObject, error) {
	all, err := a.people.Merges(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListMerges200JSONResponse{Items: each(all, toMerge), NextCursor: next("")}, nil
}

func (a peopleAPI) MergePeople(ctx context.Context, r api.MergePeopleRequestObject) (api.MergePeopleResponseObject, error) {
	m, err := a.people.MergePeople(ctx, id.From[people.Person](r.PersonID), id.From[people.Person](r.Body.DuplicateID))
	if err != nil {
		return nil, err
	}
	return api.MergePeople201JSONResponse{Body: toMerge(m), Headers: api.MergePeople201ResponseHeaders{ETag: etag(m.Revision)}}, nil
}

func (a peopleAPI) UndoMerge(ctx context.Context, r api.UndoMergeRequestObject) (api.UndoMergeResponseObject, error) {
	m, err := a.people.UndoMerge(ctx, id.From[people.Merge](r.MergeID))
	if err != nil {
		return nil, err
	}
	return api.UndoMerge200JSONResponse{Body: toMerge(m), Headers: api.UndoMerge200ResponseHeaders{ETag: etag(m.Revision)}}, nil
}

func (a peopleAPI) GetPersonData(ctx context.Context, r api.GetPersonDataRequestObject) (api.GetPersonDataResponseObject, error) {
	d, err := a.people.PersonData(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.GetPersonData200JSONResponse{
		Person: toPerson(d.Person), IdentityDocuments: each(d.Documents, toDocument), Enrolments: each(d.Enrolments, toEnrolment),
		Employments: each(d.Employments, toEmployment), Consents: each(d.Consents, toConsent), Merges: each(d.Merges, toMerge),
		Entries: each(d.Entries, toStanding), Trainings: each(d.Trainings, toPersonTraining), Substitutions: each(d.Swaps, toPersonSubstitution),
		Functions: each(d.Duties, toPersonFunction), Records: each(d.Records, toRecord),
	}, nil
}

func (a peopleAPI) ErasePerson(ctx context.Context, r api.ErasePersonRequestObject) (api.ErasePersonResponseObject, error) {
	e, err := a.people.ErasePerson(ctx, id.From[people.Person](r.PersonID), people.ErasureReason(r.Body.Reason))
	if err != nil {
		return nil, err
	}
	return api.ErasePerson200JSONResponse{PersonID: e.Person.String(), Reason: api.ErasureReason(e.Reason), ErasedAt: instant(e.ErasedAt)}, nil
}

func toDuplicate(d people.Duplicate) api.Duplicate {
	return api.Duplicate{Person: toPerson(d.Person), Likeness: api.DuplicateLikeness(d.Likeness)}
}

func toMerge(m people.Merge) api.PersonMerge {
	return api.PersonMerge{
		ID: m.ID.String(), CreatedAt: instant(m.CreatedAt), UpdatedAt: instant(m.UpdatedAt), Revision: m.Revision, PersonID: m.Person.String(),
		DuplicateID: m.Duplicate.String(), Moved: m.Moved.Count(), UndoneAt: instantPtr(m.UndoneAt),
	}
}

func toStanding(s people.Standing) api.PersonEntry {
	return api.PersonEntry{
		EntryID: s.Entry.String(), EventID: s.Event.String(), EditionID: s.Edition.String(), Role: api.MemberRole(s.Role), Status: api.EntryStatus(s.Status),
	}
}

func toRecord(r people.Record) api.PersonRecord {
	return api.PersonRecord{At: instant(r.At), Name: r.Name, Actor: r.Actor, Values: orNull(r.Values)}
}

func toPersonTraining(t people.Training) api.PersonTraining {
	return api.PersonTraining{
		TraineeID: t.Trainee.String(), SquadID: t.Squad.String(), BaseID: t.Base.String(), EditionID: t.Edition.String(),
		Status: api.TraineeStatus(t.Status), Insurer: orNull(t.Insurer), Policy: orNull(t.Policy), InsuredUntilDate: toDate(t.InsuredUntil),
		Steps: each(t.Steps, func(s people.TrainingStep) api.PersonTraining_Steps {
			return api.PersonTraining_Steps{Status: api.TraineeStatus(s.Status), Reason: s.Reason, At: instant(s.At)}
		}),
		Attendance: each(t.Days, func(d people.TrainingDay) api.PersonTraining_Attendance {
			return api.PersonTraining_Attendance{Date: date(d.Date), Presence: api.Presence(d.Presence)}
		}),
		Assessments: each(t.Results, func(r people.TrainingResult) api.PersonTraining_Assessments {
			return api.PersonTraining_Assessments{Kind: api.AssessmentKind(r.Kind), Name: r.Name, Date: date(r.Date), Points: orNull(r.Points)}
		}),
	}
}

func toPersonSubstitution(s people.Swap) api.PersonSubstitution {
	return api.PersonSubstitution{
		SubstitutionID: s.Substitution.String(), EntryID: s.Entry.String(), Leaves: s.Leaves, Status: api.SubstitutionStatus(s.Status), Reason: s.Reason,
	}
}

func toPersonFunction(d people.Duty) api.PersonFunction {
	return api.PersonFunction{
		OnID: d.On.String(), Function: api.PersonFunctionFunction(d.Function), FromDate: toDate(d.From), UntilDate: toDate(d.Until),
	}
}
