//NESTED   JOB 1,'SYMBOLS IN PROCS'
//*1 a value of EXEC lives in that procedure and the ones it calls, then the old one is back
// SET WHO=SET,KEPT=SET
//INNER    PROC
//S        EXEC PGM=SHOWPARM,PARM='&WHO &KEPT'
//SYSOUT   DD SYSOUT=*
//         PEND
//OUTER    PROC WHO=DEFAULT
//FIRST    EXEC INNER
//SECOND   EXEC INNER,WHO=INNER
//THIRD    EXEC INNER
// SET KEPT=OUTER
//         PEND
//CALL     EXEC OUTER,WHO=EXEC
//BACK     EXEC PGM=SHOWPARM,PARM='&WHO &KEPT'
//SYSOUT   DD SYSOUT=*
//*2 coded twice: the first counts; without a value: nothing
//TWICE    EXEC OUTER,WHO=ONE,WHO=TWO
//NONE     EXEC OUTER,WHO=
//*3 periods, symbols beside each other, a list as a value
// SET A=X,B=Y,LIST=(M,N)
//JOINED   EXEC PGM=SHOWPARM,PARM='&A.&B &A..&B &A.1 &A&B (&A)'
//SYSOUT   DD SYSOUT=*
//LISTED   EXEC PGM=SHOWPARM,PARM=&LIST
//SYSOUT   DD SYSOUT=*
//*4 EXPORT counts for the SETs behind it
// SET BEFORE=OLD
// EXPORT SYMLIST=(BEFORE,BEHIND)
// SET BEHIND=NEW
//DATA     EXEC PGM=GETDATA
//IN       DD *,SYMBOLS=JCLONLY
BEFORE=&BEFORE. BEHIND=&BEHIND. OTHER=&A.
/*
//SYSOUT   DD SYSOUT=*
//UNUSED   JOB 1,'NOBODY USES IT'
//INNER    PROC
//S        EXEC PGM=ENDCODE
//         PEND
//CALL     EXEC INNER,NOSUCH=1
