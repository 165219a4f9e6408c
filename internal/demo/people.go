package demo

import "fmt"

// Invented people. Some carry what systems tend to lose: a middle dot, a character beyond the
// basic plane.
var (
	surnames = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"}
	givens   = []string{"伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀英", "霞", "平", "刚", "桂英"}
	special  = map[int]string{4: "阿依古丽·买买提", 11: "𠮷田雨晴"}
)

// person is the n-th invented person.
func person(n int) string {
	if name, ok := special[n]; ok {
		return name
	}
	return surnames[n%len(surnames)] + givens[(n*7+n/len(surnames))%len(givens)]
}

// born is the n-th person's birth date, between 1999 and 2003.
func born(n int) string { return fmt.Sprintf("%d-%02d-%02d", 1999+n%5, 1+n%12, 1+n*5%28) }

var schools = []string{
	"上海信息技术学校", "上海市工业技术学校", "上海工程技术管理学校", "上海市大众工业学校", "上海市商贸旅游学校", "上海电子工业学校", "上海市临港科技学校", "上海石化工业学校",
	"上海科技管理学校", "上海交通职业技术学院附校",
}
